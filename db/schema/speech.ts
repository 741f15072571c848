import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { users } from "./users";

/** Speech engines at their addresses. Those of the environment come and go with it; an admin's stay. */
export const speechEngines = sqliteTable("speech_engines", {
  id: text("id").primaryKey(),
  kind: text("kind").notNull(),
  name: text("name").notNull(),
  baseUrl: text("base_url").notNull(),
  /** Null: the kind's own. */
  apiPath: text("api_path"),
  /** Instances of one pool sound the same and share their work. */
  pool: text("pool").notNull(),
  source: text("source", { enum: ["env", "admin"] }).notNull(),
  options: text("options", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
  /** We have loaded another model into it once: what it speaks with after a restart of ours is not known. */
  modelChanged: integer("model_changed", { mode: "boolean" }).notNull().default(false),
  /** Order of preference, smallest first. */
  position: integer("position").notNull(),
  createdAt: integer("created_at").notNull(),
});

/** Voices made here; those that ship and the operator's file are not in the database. */
export const voices = sqliteTable(
  "voices",
  {
    id: text("id").primaryKey(),
    /** Null: the server's, for everyone. */
    ownerId: text("owner_id").references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    language: text("language").notNull(),
    description: text("description").notNull(),
    /** An engine's id or a pool's name; null: any engine that clones. */
    engineId: text("engine_id"),
    isDefault: integer("is_default", { mode: "boolean" }).notNull(),
    isActive: integer("is_active", { mode: "boolean" }).notNull(),
    /** Its owner agrees: its clips leave with the cards of who speaks with it. */
    mayTravel: integer("may_travel", { mode: "boolean" }).notNull().default(false),
    /** The one that speaks now; raised by what changes the sound. */
    revision: integer("revision").notNull(),
    /** Raised by every write; a write made on another one is refused. */
    version: integer("version").notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [index("voices_by_owner").on(table.ownerId)],
);

/** What each revision of a voice sounds like; never changed. */
export const voiceRevisions = sqliteTable(
  "voice_revisions",
  {
    voiceId: text("voice_id")
      .notNull()
      .references(() => voices.id, { onDelete: "cascade" }),
    revision: integer("revision").notNull(),
    spec: text("spec", { mode: "json" }).$type<unknown>().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.voiceId, table.revision] })],
);

/** Private voices an admin has deleted, until their owner has read it. */
export const removedVoices = sqliteTable(
  "removed_voices",
  {
    id: text("id").primaryKey(),
    ownerId: text("owner_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    removedAt: integer("removed_at").notNull(),
  },
  (table) => [index("removed_voices_by_owner").on(table.ownerId)],
);
