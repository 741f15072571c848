import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import type { Database } from "../client";
import { everyColumn, parameter, prepared } from "../prepared";
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

const writes = prepared((db) => ({
  line: db.insert(messages).values(everyColumn(messages)).prepare(),
  turn: db.insert(turns).values(everyColumn(turns)).prepare(),
  asked: db
    .update(plays)
    .set({ headMessageId: parameter("head"), lastLine: parameter("lastLine"), updatedAt: parameter("now") })
    .where(eq(plays.id, sql.placeholder("playId")))
    .prepare(),
  answering: db
    .update(plays)
    .set({
      headMessageId: parameter("head"),
      turnCount: sql`${plays.turnCount} + 1`,
      updatedAt: parameter("now"),
    })
    .where(eq(plays.id, sql.placeholder("playId")))
    .prepare(),
}));

const NEW_LINE = {
  parentId: null,
  heardUntil: null,
  clientMessageId: null,
  audioFileId: null,
  version: 1,
} satisfies Partial<NewMessage>;
const NEW_TURN = {
  userMessageId: null,
  messageId: null,
  finishReason: null,
  errorCode: null,
  promptTokens: 0,
  completionTokens: 0,
  endedAt: null,
} satisfies Partial<NewTurn>;

/** Stores the person's line alone, before any engine is asked: whatever comes, it is kept. */
export async function insertUserLines(
  db: Database,
  playId: string,
  lines: NewMessage[],
  now: number,
): Promise<void> {
  const { line: write, asked } = writes(db);
  db.transaction(() => {
    for (const line of lines) write.run({ ...NEW_LINE, ...line });
    const head = lines.at(-1);
    if (head) asked.run({ playId, head: head.id, lastLine: head.content.slice(0, 300), now });
  });
}

/** Opens a turn: the character's line (or the continued one) becomes `streaming`, the play's head and count move on. */
export async function beginTurn(db: Database, beginning: TurnBeginning): Promise<void> {
  const { playId, reply, isTake = false, turn, now } = beginning;
  const { line, answering, turn: write } = writes(db);
  db.transaction((tx) => {
    if (reply) {
      line.run({ ...NEW_LINE, ...reply });
      answering.run({ playId, head: reply.id, now });
      if (isTake) retell(tx, playId, reply.id, now);
    } else if (turn.messageId) {
      tx.update(messages)
        .set({ status: "streaming", heardUntil: null })
        .where(eq(messages.id, turn.messageId))
        .run();
    }
    write.run({ ...NEW_TURN, ...turn });
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
