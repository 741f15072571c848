import "server-only";
import { createHash } from "node:crypto";
import { and, desc, eq, gt, inArray, sql } from "drizzle-orm";
import type { Database } from "../client";
import type { Owned } from "../ownership";
import { everyColumn, prepared } from "../prepared";
import { prompts, promptTexts, type StoredPromptMessage, turns } from "../schema";
import type { Play } from "./plays";

export interface SentPart {
  kind: string;
  text: string;
}
export interface SentMessage {
  role: string;
  parts: SentPart[];
}
export interface SentPrompt extends Omit<typeof prompts.$inferSelect, "messages"> {
  messages: SentMessage[];
}

/** All hashes are one parameter: a prompt of any length is the same statement. */
const writes = prepared((db) => ({
  known: db
    .select({ hash: promptTexts.hash, id: promptTexts.id })
    .from(promptTexts)
    .where(
      and(
        eq(promptTexts.playId, sql.placeholder("playId")),
        sql`${promptTexts.hash} in (select value from json_each(${sql.placeholder("hashes")}))`,
      ),
    )
    .prepare(),
  add: db
    .insert(promptTexts)
    .values({
      playId: sql.placeholder("playId"),
      hash: sql.placeholder("hash"),
      text: sql.placeholder("text"),
    })
    .returning({ id: promptTexts.id })
    .prepare(),
  forget: db
    .delete(prompts)
    .where(eq(prompts.messageId, sql.placeholder("messageId")))
    .prepare(),
  keep: db.insert(prompts).values(everyColumn(prompts)).prepare(),
}));

/** Keeps what was sent for a line; of a line that was asked for twice, the newer. */
export async function savePrompt(
  db: Database,
  { id: playId }: Owned<Play>,
  prompt: Omit<SentPrompt, "playId">,
): Promise<void> {
  const hashed = prompt.messages.map(({ role, parts }) => ({
    role,
    parts: parts.map(({ kind, text }) => ({ kind, text, hash: hashOf(text) })),
  }));
  const texts = new Map(hashed.flatMap(({ parts }) => parts.map(({ hash, text }) => [hash, text])));
  db.transaction(() => {
    const ids = new Map<string, number>();
    const { known, add, forget, keep } = writes(db);
    const hashes = JSON.stringify([...texts.keys()]);
    for (const { hash, id } of known.all({ playId, hashes })) ids.set(hash, id);
    for (const [hash, text] of texts) {
      if (!ids.has(hash)) ids.set(hash, add.get({ playId, hash, text }).id);
    }
    const stored = hashed.map(
      ({ role, parts }): StoredPromptMessage => [
        role,
        parts.map(({ kind, hash }) => [kind, ids.get(hash) ?? 0]),
      ],
    );
    forget.run({ messageId: prompt.messageId });
    keep.run({ ...prompt, playId, messages: stored });
  });
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

/** What was sent for a line, and what the engine counted (null where it told nothing). */
export async function findPrompt(
  db: Database,
  play: Owned<Play>,
  messageId: string,
): Promise<(SentPrompt & { promptTokens: number | null }) | null> {
  const row = db
    .select({ prompt: prompts, promptTokens: turns.promptTokens })
    .from(prompts)
    .leftJoin(turns, eq(turns.id, prompts.turnId))
    .where(and(eq(prompts.messageId, messageId), eq(prompts.playId, play.id)))
    .get();
  if (!row) return null;
  const ids = [...new Set(row.prompt.messages.flatMap(([, parts]) => parts.map(([, id]) => id)))];
  const texts = new Map<number, string>();
  for (let at = 0; at < ids.length; at += 500) {
    const found = db
      .select()
      .from(promptTexts)
      .where(inArray(promptTexts.id, ids.slice(at, at + 500)));
    for (const { id, text } of found.all()) texts.set(id, text);
  }
  const messages = row.prompt.messages.map(([role, parts]) => ({
    role,
    parts: parts.map(([kind, id]) => ({ kind, text: texts.get(id) ?? "" })),
  }));
  return { ...row.prompt, messages, promptTokens: row.promptTokens || null };
}

const countsOfPlay = prepared((db) =>
  db
    .select({
      estimate: prompts.estimate,
      counted: turns.promptTokens,
      contextLength: prompts.contextLength,
    })
    .from(prompts)
    .innerJoin(turns, eq(turns.id, prompts.turnId))
    .where(
      and(
        eq(prompts.playId, sql.placeholder("playId")),
        sql`(${sql.placeholder("model")} is null or ${prompts.model} = ${sql.placeholder("model")})`,
        gt(turns.promptTokens, 0),
      ),
    )
    .orderBy(desc(prompts.createdAt))
    .limit(sql.placeholder("limit"))
    .prepare(),
);

/** Of a play's newest prompts to a model (null: to any): what they were estimated at and what the engine counted. */
export async function listCounts(
  db: Database,
  play: Owned<Play>,
  model: string | null,
  limit: number,
): Promise<{ estimate: number; counted: number; contextLength: number }[]> {
  return countsOfPlay(db).all({ playId: play.id, model, limit });
}
