import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../client";
import { messages, plays, turns } from "../schema";
import type { Message } from "./messages";
import { leafBelow, retell, type Transaction, takesOf } from "./tree";
import type { Turn } from "./turns";

export interface TurnEnding {
  playId: string;
  turnId: string;
  messageId: string;
  content: string;
  messageStatus: Message["status"];
  turnStatus: Turn["status"];
  finishReason: string | null;
  errorCode: string | null;
  promptTokens: number;
  completionTokens: number;
  now: number;
}

/** Closes a turn. A line of which nothing was said is taken away, so that the question can be asked again. */
export async function endTurn(db: Database, ending: TurnEnding): Promise<void> {
  db.transaction((tx) => {
    tx.update(turns)
      .set({
        status: ending.turnStatus,
        finishReason: ending.finishReason,
        errorCode: ending.errorCode,
        promptTokens: ending.promptTokens,
        completionTokens: ending.completionTokens,
        endedAt: ending.now,
      })
      .where(eq(turns.id, ending.turnId))
      .run();
    if (ending.content.trim() === "") return takeAway(tx, ending.messageId);
    tx.update(messages)
      .set({
        content: ending.content,
        status: ending.messageStatus,
        version: sql`${messages.version} + 1`,
      })
      .where(eq(messages.id, ending.messageId))
      .run();
    tx.update(plays)
      .set({ lastLine: ending.content.slice(0, 300), updatedAt: ending.now })
      .where(eq(plays.id, ending.playId))
      .run();
  });
}

/**
 * After a start: turns that were running when the server died are over. What they had said stays, marked
 * interrupted; a line of which nothing had been said goes, so that its question can be asked again.
 */
export async function closeBrokenTurns(db: Database, now: number): Promise<number> {
  return db.transaction((tx) => {
    const closed = tx
      .update(turns)
      .set({ status: "interrupted", endedAt: now })
      .where(eq(turns.status, "running"))
      .run();
    for (const line of tx.select().from(messages).where(eq(messages.status, "streaming")).all()) {
      if (line.content.trim() === "") takeAway(tx, line.id);
      else {
        tx.update(messages)
          .set({ status: "interrupted", version: line.version + 1 })
          .where(eq(messages.id, line.id))
          .run();
      }
    }
    return closed.changes;
  });
}

/** Removes a line nothing was said of; the play's head goes back to the take before it, else to the line before. */
function takeAway(tx: Transaction, messageId: string): void {
  const line = tx.select().from(messages).where(eq(messages.id, messageId)).get();
  if (!line) return;
  const take = takesOf(tx, line)
    .filter(({ id }) => id !== line.id)
    .at(-1);
  const gone = tx
    .update(plays)
    .set({ headMessageId: line.parentId, turnCount: sql`max(0, ${plays.turnCount} - 1)` })
    .where(and(eq(plays.id, line.playId), eq(plays.headMessageId, line.id)))
    .run();
  tx.delete(messages).where(eq(messages.id, line.id)).run();
  if (take && gone.changes > 0) retell(tx, line.playId, leafBelow(tx, take.id));
}
