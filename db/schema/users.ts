import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * Everyone who owns something. The first columns are next-auth's; guests are users too.
 * `anonymous` is the one principal of requests without cookie, key or browser headers.
 */
export const users = sqliteTable("users", {
  id: text("id").primaryKey(),
  name: text("name"),
  email: text("email").unique(),
  emailVerified: integer("email_verified", { mode: "timestamp_ms" }),
  image: text("image"),
  kind: text("kind", { enum: ["guest", "account", "anonymous"] }).notNull(),
  role: text("role", { enum: ["user", "admin"] })
    .notNull()
    .default("user"),
  /** Sessions made under an earlier number are void. */
  sessionEpoch: integer("session_epoch").notNull().default(0),
  /** Since when the person may do nothing here; null: they may. */
  blockedAt: integer("blocked_at"),
  /** What the person set for all their plays; absent: the product's own. */
  settings: text("settings", { mode: "json" }).$type<Record<string, unknown>>(),
  createdAt: integer("created_at").notNull(),
});

/** Who is gone: a session outlives its person, and must not bring them back. */
export const formerUsers = sqliteTable("former_users", {
  id: text("id").primaryKey(),
  leftAt: integer("left_at").notNull(),
});

/** Accounts elsewhere that a person signs in with, as next-auth's adapter has them. Tokens of theirs are never kept. */
export const accounts = sqliteTable(
  "accounts",
  {
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    type: text("type").$type<"oidc">().notNull(),
    provider: text("provider").notNull(),
    providerAccountId: text("provider_account_id").notNull(),
    refresh_token: text("refresh_token"),
    access_token: text("access_token"),
    expires_at: integer("expires_at"),
    token_type: text("token_type"),
    scope: text("scope"),
    id_token: text("id_token"),
    session_state: text("session_state"),
  },
  (table) => [
    primaryKey({ columns: [table.provider, table.providerAccountId] }),
    index("accounts_by_user").on(table.userId),
  ],
);

/** Names and passwords of people who sign in with nothing but this server. */
export const passwords = sqliteTable("passwords", {
  userId: text("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  /** In lower case, NFKC. */
  login: text("login").notNull().unique(),
  /** `scrypt$…`, see lib/auth/password.ts. */
  hash: text("hash").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

/** What an admin sets for the whole server; absent: the product's own. */
export const serverSettings = sqliteTable("server_settings", {
  key: text("key").primaryKey(),
  value: text("value", { mode: "json" }).$type<unknown>().notNull(),
});

/** One-time links that make their opener the owner; only the token's hash is kept. */
export const ownerLinks = sqliteTable("owner_links", {
  tokenHash: text("token_hash").primaryKey(),
  expiresAt: integer("expires_at").notNull(),
});
