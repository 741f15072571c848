import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

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
  createdAt: integer("created_at").notNull(),
});

/** One-time links that make their opener the owner; only the token's hash is kept. */
export const ownerLinks = sqliteTable("owner_links", {
  tokenHash: text("token_hash").primaryKey(),
  expiresAt: integer("expires_at").notNull(),
});
