import "server-only";
import { and, asc, count, desc, eq, isNull, or, sql } from "drizzle-orm";
import type { Database } from "../client";
import type { Owned } from "../ownership";
import { prepared } from "../prepared";
import { pins, promptSettings, summaries } from "../schema";
import type { Play } from "./plays";

export type Summary = typeof summaries.$inferSelect;
export type NewSummary = Omit<typeof summaries.$inferInsert, "playId">;
export type Pin = typeof pins.$inferSelect;
export type PromptSettings = typeof promptSettings.$inferSelect;

const ofPlay = sql.placeholder("playId");
const summariesOfPlay = prepared((db) =>
  db.select().from(summaries).where(eq(summaries.playId, ofPlay)).orderBy(desc(summaries.id)).prepare(),
);
const pinsOfPlay = prepared((db) =>
  db.select().from(pins).where(eq(pins.playId, ofPlay)).orderBy(asc(pins.createdAt), asc(pins.id)).prepare(),
);
const settingsOfPlay = prepared((db) =>
  db.select().from(promptSettings).where(eq(promptSettings.playId, ofPlay)).prepare(),
);

const ofThis = (play: Owned<Play>, id: number) => and(eq(summaries.playId, play.id), eq(summaries.id, id));

/** A play's summaries, the newest first. */
export async function listSummaries(db: Database, play: Owned<Play>): Promise<Summary[]> {
  return summariesOfPlay(db).all({ playId: play.id });
}

export async function insertSummary(db: Database, play: Owned<Play>, summary: NewSummary): Promise<Summary> {
  return db
    .insert(summaries)
    .values({ ...summary, playId: play.id })
    .returning()
    .get();
}

/** A person's own words for it. */
export async function rewriteSummary(
  db: Database,
  play: Owned<Play>,
  id: number,
  changes: Pick<Summary, "text" | "tokensAfter">,
): Promise<void> {
  db.update(summaries).set(changes).where(ofThis(play, id)).run();
}

export async function deleteSummary(db: Database, play: Owned<Play>, id: number): Promise<void> {
  db.delete(summaries).where(ofThis(play, id)).run();
}

/** Notes the first answer whose prompt carries a summary; false where another has already. */
export async function noteCarried(
  db: Database,
  play: Owned<Play>,
  id: number,
  messageId: string,
): Promise<boolean> {
  const noted = db
    .update(summaries)
    .set({ carriedBy: messageId })
    .where(and(ofThis(play, id), or(isNull(summaries.carriedBy), eq(summaries.carriedBy, messageId))))
    .run();
  return noted.changes > 0;
}

/** Whether this answer's prompt was the first to carry a newer summary. */
export async function isFirstCarrier(db: Database, play: Owned<Play>, messageId: string): Promise<boolean> {
  const carried = and(eq(summaries.carriedBy, messageId), eq(summaries.playId, play.id));
  return db.select({ id: summaries.id }).from(summaries).where(carried).get() !== undefined;
}

/** A play's pinned facts, oldest first. */
export async function listPins(db: Database, play: Owned<Play>): Promise<Pin[]> {
  return pinsOfPlay(db).all({ playId: play.id });
}

/** Adds a fact unless the play has `limit` of them already; false then. */
export async function insertPin(
  db: Database,
  play: Owned<Play>,
  pin: Omit<Pin, "playId">,
  limit: number,
): Promise<boolean> {
  return db.transaction((tx) => {
    const there = tx.select({ count: count() }).from(pins).where(eq(pins.playId, play.id)).get();
    if ((there?.count ?? 0) >= limit) return false;
    tx.insert(pins)
      .values({ ...pin, playId: play.id })
      .run();
    return true;
  });
}

/** False when the play has no such fact. */
export async function deletePin(db: Database, play: Owned<Play>, id: string): Promise<boolean> {
  return (
    db
      .delete(pins)
      .where(and(eq(pins.playId, play.id), eq(pins.id, id)))
      .run().changes > 0
  );
}

export async function findPromptSettings(db: Database, play: Owned<Play>): Promise<PromptSettings | null> {
  return settingsOfPlay(db).get({ playId: play.id }) ?? null;
}

export async function savePromptSettings(
  db: Database,
  play: Owned<Play>,
  settings: Omit<PromptSettings, "playId">,
): Promise<void> {
  const row = { ...settings, playId: play.id };
  db.insert(promptSettings).values(row).onConflictDoUpdate({ target: promptSettings.playId, set: row }).run();
}
