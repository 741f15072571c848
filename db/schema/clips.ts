import { index, integer, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import { users } from "./users";

/** Finished sounds on disk, by the key of everything that changes the sound. Shared by all who ask for the same. */
export const clips = sqliteTable(
  "clips",
  {
    key: text("key").primaryKey(),
    sampleRate: integer("sample_rate").notNull(),
    durationMs: integer("duration_ms").notNull(),
    bytes: integer("bytes").notNull(),
    createdAt: integer("created_at").notNull(),
    playedAt: integer("played_at").notNull(),
  },
  (table) => [index("clips_by_played").on(table.playedAt)],
);

/**
 * What one person may fetch: a random id for each (owner, clip).
 * The recipe makes the sound again when it was evicted, or for the first time when it waits to be asked for.
 */
export const audioFiles = sqliteTable(
  "audio_files",
  {
    id: text("id").primaryKey(),
    ownerId: text("owner_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    clipKey: text("clip_key").notNull(),
    recipe: text("recipe", { mode: "json" }).$type<unknown>().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [unique("audio_files_by_owner").on(table.ownerId, table.clipKey)],
);
