import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import type { Database } from "../client";
import { messages, plays, turns } from "../schema";
import type { NewMessage } from "./plays";
import { retell } from "./tree";

export type Turn = typeof turns.$inferSelect;
export type NewTurn = typeof turns.$inferInsert;

export interface TurnBeginning {
  playId: string;
  /** The character's line to be; null when an existing line is continued. */
  reply: NewMessage | null;
  /** The reply is another take of a line there is: it ends the told branch there. */
  isTake?: boolean;
  turn: NewTurn;
  now: number;
}

/** Stores the person's line alone, before any engine is asked: whatever comes, it is kept. */
export async function insertUserLines(
  db: Database,
  playId: string,
  lines: NewMessage[],
  now: number,
): Promise<void> {
  db.transaction((tx) => {
    for (const line of lines) tx.insert(messages).values(line).run();
    const head = lines.at(-1);
    if (!head) return;
    tx.update(plays)
      .set({ headMessageId: head.id, lastLine: head.content.slice(0, 300), updatedAt: now })
      .where(eq(plays.id, playId))
      .run();
  });
}

/** Opens a turn: the character's line (or the continued one) becomes `streaming`, the play's head and count move on. */
export async function beginTurn(db: Database, beginning: TurnBeginning): Promise<void> {
  const { playId, reply, isTake = false, turn, now } = beginning;
  db.transaction((tx) => {
    if (reply) {
      tx.insert(messages).values(reply).run();
      tx.update(plays)
        .set({ headMessageId: reply.id, turnCount: sql`${plays.turnCount} + 1`, updatedAt: now })
        .where(eq(plays.id, playId))
        .run();
      if (isTake) retell(tx, playId, reply.id, now);
    } else if (turn.messageId) {
      tx.update(messages)
        .set({ status: "streaming", heardUntil: null })
        .where(eq(messages.id, turn.messageId))
        .run();
    }
    tx.insert(turns).values(turn).run();
  });
}

/** A turn of a play that belongs to this owner. */
export async function findTurn(
  db: Database,
  ownerId: string,
  turnId: string,
): Promise<{ turn: Turn; playId: string } | null> {
  const row = db
    .select({ turn: turns })
    .from(turns)
    .innerJoin(plays, eq(plays.id, turns.playId))
    .where(and(eq(turns.id, turnId), eq(plays.ownerId, ownerId)))
    .get();
  return row ? { turn: row.turn, playId: row.turn.playId } : null;
}

/** The newest turn that answers this line of the person's. */
export async function findTurnForLine(db: Database, userMessageId: string): Promise<Turn | null> {
  return (
    db
      .select()
      .from(turns)
      .where(eq(turns.userMessageId, userMessageId))
      .orderBy(desc(turns.createdAt))
      .limit(1)
      .get() ?? null
  );
}
