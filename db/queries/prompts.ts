import "server-only";
import { hash as digest, randomUUID } from "node:crypto";
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
export interface FoundPrompt extends SentPrompt {
  /** What the engine counted; null where it told nothing. */
  promptTokens: number | null;
  /** Null where it is gone. */
  turn: typeof turns.$inferSelect | null;
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
  return digest("sha256", text, "base64url");
}

/** What was sent for a line, in which turn, and what the engine counted. */
export async function findPrompt(
  db: Database,
  play: Owned<Play>,
  messageId: string,
): Promise<FoundPrompt | null> {
  const row = db
    .select({ prompt: prompts, turn: turns })
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
  return { ...row.prompt, messages, promptTokens: row.turn?.promptTokens || null, turn: row.turn };
}

/**
 * Gives the copies of some lines what was sent for them, and the turns it was sent in. `copies`: the copy's id by
 * the line's, of lines of `from`; the copies are lines of `to`.
 */
export async function copyPrompts(
  db: Database,
  from: Owned<Play>,
  to: Owned<Play>,
  copies: ReadonlyMap<string, string>,
): Promise<void> {
  const playId = to.id;
  db.transaction((tx) => {
    const numbers = new Map<number, number>();
    const numberOf = (id: number): number => {
      const known = numbers.get(id);
      if (known !== undefined) return known;
      const text = tx.select().from(promptTexts).where(eq(promptTexts.id, id)).get();
      const { hash = "", text: words = "" } = text ?? {};
      const made = tx.insert(promptTexts).values({ playId, hash, text: words }).returning().get();
      numbers.set(id, made.id);
      return made.id;
    };
    for (const [lineId, messageId] of copies) {
      const isOfLine = and(eq(prompts.messageId, lineId), eq(prompts.playId, from.id));
      const prompt = tx.select().from(prompts).where(isOfLine).get();
      if (!prompt) continue;
      const turn = tx.select().from(turns).where(eq(turns.id, prompt.turnId)).get();
      const turnId = randomUUID();
      const userMessageId = copies.get(turn?.userMessageId ?? "") ?? null;
      if (turn && turn.status !== "running")
        tx.insert(turns)
          .values({ ...turn, id: turnId, playId, messageId, userMessageId })
          .run();
      const messages = prompt.messages.map(
        ([role, parts]): StoredPromptMessage => [role, parts.map(([kind, id]) => [kind, numberOf(id)])],
      );
      tx.insert(prompts)
        .values({ ...prompt, messageId, playId, turnId, messages })
        .run();
    }
  });
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
