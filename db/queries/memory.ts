import "server-only";
import { and, asc, count, desc, eq, isNull, or, sql } from "drizzle-orm";
import type { Database } from "../client";
import { prepared } from "../prepared";
import { pins, promptSettings, summaries } from "../schema";

export type Summary = typeof summaries.$inferSelect;
export type NewSummary = typeof summaries.$inferInsert;
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

/** A play's summaries, the newest first. The caller has shown that the play is the person's own (`findPlay`). */
export async function listSummaries(db: Database, playId: string): Promise<Summary[]> {
  return summariesOfPlay(db).all({ playId });
}

export async function insertSummary(db: Database, summary: NewSummary): Promise<Summary> {
  return db.insert(summaries).values(summary).returning().get();
}

/** A person's own words for it. */
export async function rewriteSummary(
  db: Database,
  id: number,
  changes: Pick<Summary, "text" | "tokensAfter">,
): Promise<void> {
  db.update(summaries).set(changes).where(eq(summaries.id, id)).run();
}

export async function deleteSummary(db: Database, id: number): Promise<void> {
  db.delete(summaries).where(eq(summaries.id, id)).run();
}

/** Notes the first answer whose prompt carries a summary; false where another has already. */
export async function noteCarried(db: Database, id: number, messageId: string): Promise<boolean> {
  const noted = db
    .update(summaries)
    .set({ carriedBy: messageId })
    .where(and(eq(summaries.id, id), or(isNull(summaries.carriedBy), eq(summaries.carriedBy, messageId))))
    .run();
  return noted.changes > 0;
}

/** Whether this answer's prompt was the first to carry a newer summary. */
export async function isFirstCarrier(db: Database, messageId: string): Promise<boolean> {
  return (
    db.select({ id: summaries.id }).from(summaries).where(eq(summaries.carriedBy, messageId)).get() !==
    undefined
  );
}

/** A play's pinned facts, oldest first. */
export async function listPins(db: Database, playId: string): Promise<Pin[]> {
  return pinsOfPlay(db).all({ playId });
}

/** Adds a fact unless the play has `limit` of them already; false then. */
export async function insertPin(db: Database, pin: Pin, limit: number): Promise<boolean> {
  return db.transaction((tx) => {
    const there = tx.select({ count: count() }).from(pins).where(eq(pins.playId, pin.playId)).get();
    if ((there?.count ?? 0) >= limit) return false;
    tx.insert(pins).values(pin).run();
    return true;
  });
}

/** False when the play has no such fact. */
export async function deletePin(db: Database, playId: string, id: string): Promise<boolean> {
  return (
    db
      .delete(pins)
      .where(and(eq(pins.playId, playId), eq(pins.id, id)))
      .run().changes > 0
  );
}

export async function findPromptSettings(db: Database, playId: string): Promise<PromptSettings | null> {
  return settingsOfPlay(db).get({ playId }) ?? null;
}

export async function savePromptSettings(db: Database, settings: PromptSettings): Promise<void> {
  db.insert(promptSettings)
    .values(settings)
    .onConflictDoUpdate({ target: promptSettings.playId, set: settings })
    .run();
}
