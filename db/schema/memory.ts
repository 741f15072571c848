import { index, integer, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import { messages, plays } from "./plays";

/**
 * What a play's older lines were folded into. The newest one whose `foldedUntil` lies on the told branch is in
 * force, so that another take or branch has the memory of what was told in it.
 */
export const summaries = sqliteTable(
  "summaries",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    playId: text("play_id")
      .notNull()
      .references(() => plays.id, { onDelete: "cascade" }),
    text: text("text").notNull(),
    /** The last line it stands for; null where a person wrote it before anything was folded. */
    foldedUntil: text("folded_until"),
    /** Tokens of what it stands for (the summary before it and the folded lines), and its own. */
    tokensBefore: integer("tokens_before").notNull(),
    tokensAfter: integer("tokens_after").notNull(),
    /** The first answer whose prompt carried it. */
    carriedBy: text("carried_by").references(() => messages.id, { onDelete: "set null" }),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("summaries_by_play").on(table.playId), index("summaries_by_carrier").on(table.carriedBy)],
);

/** Facts that stay in every prompt word for word. */
export const pins = sqliteTable(
  "pins",
  {
    id: text("id").primaryKey(),
    playId: text("play_id")
      .notNull()
      .references(() => plays.id, { onDelete: "cascade" }),
    text: text("text").notNull(),
    /** The line it was taken from. */
    messageId: text("message_id").references(() => messages.id, { onDelete: "set null" }),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    index("pins_by_play").on(table.playId, table.createdAt),
    index("pins_by_message").on(table.messageId),
  ],
);

/** What a person set for the prompts of one play; absent = the product's own. */
export const promptSettings = sqliteTable("prompt_settings", {
  playId: text("play_id")
    .primaryKey()
    .references(() => plays.id, { onDelete: "cascade" }),
  userName: text("user_name"),
  userPersona: text("user_persona"),
  rules: text("rules", { mode: "json" }).$type<unknown>(),
  lorebook: text("lorebook", { mode: "json" }).$type<unknown>(),
});

/** Every text that was part of a prompt of a play, once. */
export const promptTexts = sqliteTable(
  "prompt_texts",
  {
    id: integer("id").primaryKey(),
    playId: text("play_id")
      .notNull()
      .references(() => plays.id, { onDelete: "cascade" }),
    hash: text("hash").notNull(),
    text: text("text").notNull(),
  },
  (table) => [unique("prompt_texts_by_hash").on(table.playId, table.hash)],
);

/** What was sent for a line: roles and parts, their texts by number (`promptTexts`). */
export const prompts = sqliteTable(
  "prompts",
  {
    messageId: text("message_id")
      .primaryKey()
      .references(() => messages.id, { onDelete: "cascade" }),
    playId: text("play_id")
      .notNull()
      .references(() => plays.id, { onDelete: "cascade" }),
    /** The turn it was sent in; its row has what the engine counted. */
    turnId: text("turn_id").notNull(),
    model: text("model").notNull(),
    contextLength: integer("context_length").notNull(),
    /** Tokens the prompt might take. */
    budget: integer("budget").notNull(),
    /** The uncorrected estimate of its tokens, and what it was taken for. */
    estimate: integer("estimate").notNull(),
    tokens: integer("tokens").notNull(),
    messages: text("messages", { mode: "json" }).$type<StoredPromptMessage[]>().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("prompts_by_play").on(table.playId, table.createdAt)],
);

/** Role, then kind and text number of each part. */
export type StoredPromptMessage = [role: string, parts: [kind: string, textId: number][]];
