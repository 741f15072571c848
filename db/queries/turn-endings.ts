import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../client";
import type { Internal, Owned } from "../ownership";
import { parameter, prepared } from "../prepared";
import { messages, plays, turns } from "../schema";
import type { Message } from "./messages";
import type { Play } from "./plays";
import { leafBelow, retell, type Transaction, takesOf } from "./tree";
import type { Turn } from "./turns";

/** When things happened in a turn, ms after its request came; null: they did not. */
export type TurnClock = Pick<Turn, "firstTokenMs" | "firstSegmentMs" | "firstAudioMs" | "doneMs">;

export interface TurnEnding {
  turnId: string;
  messageId: string;
  content: string;
  messageStatus: Message["status"];
  turnStatus: Turn["status"];
  finishReason: string | null;
  errorCode: string | null;
  promptTokens: number;
  completionTokens: number;
  clock: TurnClock;
  now: number;
}

const writes = prepared((db) => ({
  turn: db
    .update(turns)
    .set({
      status: parameter("turnStatus"),
      finishReason: parameter("finishReason"),
      errorCode: parameter("errorCode"),
      promptTokens: parameter("promptTokens"),
      completionTokens: parameter("completionTokens"),
      firstTokenMs: parameter("firstTokenMs"),
      firstSegmentMs: parameter("firstSegmentMs"),
      firstAudioMs: parameter("firstAudioMs"),
      doneMs: parameter("doneMs"),
      endedAt: parameter("now"),
    })
    .where(and(eq(turns.id, sql.placeholder("turnId")), eq(turns.playId, sql.placeholder("playId"))))
    .prepare(),
  line: db
    .update(messages)
    .set({
      content: parameter("content"),
      status: parameter("messageStatus"),
      version: sql`${messages.version} + 1`,
    })
    .where(and(eq(messages.id, sql.placeholder("messageId")), eq(messages.playId, sql.placeholder("playId"))))
    .prepare(),
  play: db
    .update(plays)
    .set({ lastLine: parameter("lastLine"), updatedAt: parameter("now") })
    .where(eq(plays.id, sql.placeholder("playId")))
    .prepare(),
}));

/** Closes a turn. A line of which nothing was said is taken away, so that the question can be asked again. */
export async function endTurn(db: Database, play: Owned<Play>, ending: TurnEnding): Promise<void> {
  const { turn, line, play: told } = writes(db);
  const { content, messageId, clock, ...end } = ending;
  const row = { ...end, ...clock, content, messageId, playId: play.id };
  db.transaction((tx) => {
    turn.run(row);
    if (content.trim() === "") return takeAway(tx, messageId);
    line.run(row);
    told.run({ ...row, lastLine: content.slice(0, 300) });
  });
}

/** A turn whose text was over before anything of it could be heard: when that came. */
export async function noteFirstAudio(
  db: Database,
  play: Owned<Play>,
  turnId: string,
  firstAudioMs: number,
): Promise<void> {
  db.update(turns)
    .set({ firstAudioMs })
    .where(and(eq(turns.id, turnId), eq(turns.playId, play.id)))
    .run();
}

/**
 * After a start: turns that were running when the server died are over. What they had said stays, marked
 * interrupted; a line of which nothing had been said goes, so that its question can be asked again.
 */
export async function closeBrokenTurns(db: Database, _job: Internal, now: number): Promise<number> {
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
