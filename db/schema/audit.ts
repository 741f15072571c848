import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Who signed in and what admins did, in order. The people may be gone: nothing refers to their rows. */
export const auditEvents = sqliteTable("audit_events", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  at: integer("at").notNull(),
  actorId: text("actor_id").notNull(),
  /** Where it came from, as far as it can be believed. */
  address: text("address"),
  action: text("action").notNull(),
  /** The id of what it was done to. */
  target: text("target"),
  details: text("details", { mode: "json" }).$type<Record<string, string | number | boolean>>(),
});
