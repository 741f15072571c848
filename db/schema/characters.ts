import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { users } from "./users";

/** What people made. Presets are files of the repository and have no row. */
export const characters = sqliteTable(
  "characters",
  {
    id: text("id").primaryKey(),
    ownerId: text("owner_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    visibility: text("visibility", { enum: ["private", "server"] })
      .notNull()
      .default("private"),
    name: text("name").notNull(),
    /** Name, category, tags and description in lower case, for the search. */
    searchText: text("search_text").notNull(),
    /** As in `fields`; here too, so that a list needs to read no more. */
    category: text("category").notNull().default(""),
    tags: text("tags", { mode: "json" }).$type<string[]>().notNull().default([]),
    sourceWork: text("source_work").notNull().default(""),
    /** The beginnings of the first message and of the description. */
    firstWords: text("first_words").notNull().default(""),
    about: text("about").notNull().default(""),
    /** Every text and list a person writes, by its name in the API. */
    fields: text("fields", { mode: "json" }).$type<Record<string, string | string[]>>().notNull(),
    /** JSON of a card's `character_book`, numbers as they were written. */
    lorebook: text("lorebook"),
    /** JSON of what its card held beyond the fields, numbers as they were written. */
    card: text("card"),
    voiceId: text("voice_id"),
    /** Names the picture's files; another picture has another key. */
    pictureKey: text("picture_key"),
    /** Further files of its card: their path in it, and the key they are stored under. */
    assets: text("assets", { mode: "json" }).$type<{ path: string; key: string }[]>().notNull(),
    version: integer("version").notNull().default(1),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    index("characters_by_owner").on(table.ownerId, table.updatedAt, table.id),
    index("characters_by_visibility").on(table.visibility, table.updatedAt, table.id),
    // Everything a list is sorted and narrowed by: it reads no row for it.
    index("characters_cast_by_owner").on(
      table.ownerId,
      table.id,
      table.name,
      table.category,
      table.tags,
      table.createdAt,
      table.updatedAt,
    ),
    index("characters_cast_by_visibility").on(
      table.visibility,
      table.id,
      table.ownerId,
      table.name,
      table.category,
      table.tags,
      table.createdAt,
      table.updatedAt,
    ),
  ],
);

/** The voice a card brought for its character: used by nobody until an admin has heard it. */
export const cardVoices = sqliteTable("card_voices", {
  id: text("id").primaryKey(),
  characterId: text("character_id")
    .notNull()
    .unique()
    .references(() => characters.id, { onDelete: "cascade" }),
  name: text("name").notNull(),
  language: text("language").notNull(),
  /** The clips, each under the key of its bytes. */
  clips: text("clips", { mode: "json" }).$type<CardVoiceClip[]>().notNull(),
  /** Of all clips together. */
  bytes: integer("bytes").notNull(),
  createdAt: integer("created_at").notNull(),
});

export interface CardVoiceClip {
  key: string;
  /** Length of its sound. */
  seconds: number;
  promptText: string;
  promptLang: string;
  emotion: string;
}

/** The voices an admin gave to presets, in place of those they ship with. */
export const presetVoices = sqliteTable("preset_voices", {
  characterId: text("character_id").primaryKey(),
  voiceId: text("voice_id").notNull(),
});

/** Characters (presets too, which have no row) that stand first for someone. */
export const favourites = sqliteTable(
  "favourites",
  {
    ownerId: text("owner_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    characterId: text("character_id").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.ownerId, table.characterId] })],
);
