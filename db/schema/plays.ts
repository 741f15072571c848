import {
  type AnySQLiteColumn,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  unique,
} from "drizzle-orm/sqlite-core";
import { users } from "./users";

/** One play: what the API calls a session. Its lines are a tree; `headMessageId` is the end of the told branch. */
export const plays = sqliteTable(
  "plays",
  {
    id: text("id").primaryKey(),
    ownerId: text("owner_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    title: text("title").notNull(),
    characterId: text("character_id"),
    characterName: text("character_name").notNull(),
    /** A persona the request brought; it wins over the character's. */
    persona: text("persona"),
    language: text("language", { enum: ["ko", "en", "ja", "zh"] }).notNull(),
    scenario: text("scenario", { mode: "json" }).$type<Record<string, string | undefined>>(),
    voiceId: text("voice_id"),
    /** The mood every line is spoken in; null: as its stage directions say. */
    mood: text("mood"),
    /** What of a line is spoken in this play; null: as the character has it. */
    narration: text("narration", { enum: ["dialogue", "everything", "narrator"] }),
    /** What the play began on; null until its first line is answered or spoken. */
    languageEngine: text("language_engine", { enum: ["engine", "demo"] }),
    /** `provider/name` of the model the person chose for this play; null: the default. */
    languageModel: text("language_model"),
    speechEngine: text("speech_engine", { enum: ["engine", "embedded"] }),
    headMessageId: text("head_message_id"),
    /** Told lines of its characters, the greeting aside. */
    turnCount: integer("turn_count").notNull().default(0),
    lastLine: text("last_line").notNull().default(""),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [index("plays_by_owner").on(table.ownerId, table.updatedAt)],
);

export const messages = sqliteTable(
  "messages",
  {
    id: text("id").primaryKey(),
    playId: text("play_id")
      .notNull()
      .references(() => plays.id, { onDelete: "cascade" }),
    /** The line before; takes of one line are siblings. */
    parentId: text("parent_id").references((): AnySQLiteColumn => messages.id),
    role: text("role", { enum: ["user", "assistant", "system"] }).notNull(),
    speaker: text("speaker").notNull(),
    content: text("content").notNull(),
    status: text("status", { enum: ["streaming", "complete", "interrupted", "failed"] }).notNull(),
    /** UTF-16 offset up to which it was heard; null = all. */
    heardUntil: integer("heard_until"),
    /** The sender's own id for a user's line: sent twice, it is the same line. */
    clientMessageId: text("client_message_id"),
    /** The whole line's sound, made when asked for. */
    audioFileId: text("audio_file_id"),
    version: integer("version").notNull().default(1),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    index("messages_by_play").on(table.playId),
    index("messages_by_parent").on(table.parentId),
    unique("messages_by_client_id").on(table.playId, table.clientMessageId),
  ],
);

/** The stretches of a line that are spoken, in order; what is needed to speak one again is here. */
export const segments = sqliteTable(
  "segments",
  {
    messageId: text("message_id")
      .notNull()
      .references(() => messages.id, { onDelete: "cascade" }),
    index: integer("index").notNull(),
    /** UTF-16 offsets in the line's content. */
    start: integer("start").notNull(),
    end: integer("end").notNull(),
    text: text("text").notNull(),
    voiceId: text("voice_id").notNull(),
    /** The voice's mood it is spoken in; null: the neutral one. */
    emotion: text("emotion"),
    audioFileId: text("audio_file_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.messageId, table.index] })],
);

/** One answer to one line. The live log is in memory; this row is what remains of it. */
export const turns = sqliteTable(
  "turns",
  {
    id: text("id").primaryKey(),
    playId: text("play_id")
      .notNull()
      .references(() => plays.id, { onDelete: "cascade" }),
    userMessageId: text("user_message_id").references(() => messages.id, { onDelete: "cascade" }),
    messageId: text("message_id").references(() => messages.id, { onDelete: "set null" }),
    status: text("status", { enum: ["running", "done", "failed", "cancelled", "interrupted"] }).notNull(),
    model: text("model").notNull(),
    finishReason: text("finish_reason"),
    errorCode: text("error_code"),
    promptTokens: integer("prompt_tokens").notNull().default(0),
    completionTokens: integer("completion_tokens").notNull().default(0),
    /** Its clock, ms after its request came; null: that did not happen. */
    firstTokenMs: integer("first_token_ms"),
    firstSegmentMs: integer("first_segment_ms"),
    firstAudioMs: integer("first_audio_ms"),
    doneMs: integer("done_ms"),
    createdAt: integer("created_at").notNull(),
    endedAt: integer("ended_at"),
  },
  (table) => [
    index("turns_by_play").on(table.playId, table.createdAt),
    index("turns_by_message").on(table.messageId),
    index("turns_by_user_message").on(table.userMessageId),
  ],
);
