import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import type { Database } from "../client";
import { type Actor, type Owned, revised } from "../ownership";
import { everyColumn, parameter, prepared } from "../prepared";
import { messages, plays, turns } from "../schema";
import type { NewMessage, Play } from "./plays";
import { retell } from "./tree";

export type Turn = typeof turns.$inferSelect;
type NewTurn = Omit<typeof turns.$inferInsert, "playId">;
type NewLine = Omit<NewMessage, "playId">;

export interface TurnBeginning {
  /** The character's line to be; null when an existing line is continued. */
  reply: NewLine | null;
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
} satisfies Partial<NewLine>;
const NEW_TURN = {
  userMessageId: null,
  messageId: null,
  finishReason: null,
  errorCode: null,
  promptTokens: 0,
  completionTokens: 0,
  firstTokenMs: null,
  firstSegmentMs: null,
  firstAudioMs: null,
  doneMs: null,
  endedAt: null,
} satisfies Partial<NewTurn>;

/** Stores the person's lines alone, before any engine is asked: whatever comes, they are kept. Returns the play as it is then. */
export async function insertUserLines(
  db: Database,
  play: Owned<Play>,
  lines: NewLine[],
  now: number,
): Promise<Owned<Play>> {
  const { line: write, asked } = writes(db);
  const playId = play.id;
  const head = lines.at(-1);
  if (!head) return play;
  const lastLine = head.content.slice(0, 300);
  db.transaction(() => {
    for (const line of lines) write.run({ ...NEW_LINE, ...line, playId });
    asked.run({ playId, head: head.id, lastLine, now });
  });
  return revised(play, { headMessageId: head.id, lastLine, updatedAt: now });
}

/** Opens a turn: the character's line (or the continued one) becomes `streaming`, the play's head and count move on. */
export async function beginTurn(db: Database, play: Owned<Play>, beginning: TurnBeginning): Promise<void> {
  const { reply, isTake = false, turn, now } = beginning;
  const playId = play.id;
  const { line, answering, turn: write } = writes(db);
  db.transaction((tx) => {
    if (reply) {
      line.run({ ...NEW_LINE, ...reply, playId });
      answering.run({ playId, head: reply.id, now });
      if (isTake) retell(tx, playId, reply.id, now);
    } else if (turn.messageId) {
      tx.update(messages)
        .set({ status: "streaming", heardUntil: null })
        .where(and(eq(messages.id, turn.messageId), eq(messages.playId, playId)))
        .run();
    }
    write.run({ ...NEW_TURN, ...turn, playId });
  });
}

/** A turn of a play that belongs to this owner. */
export async function findTurn(
  db: Database,
  owner: Actor,
  turnId: string,
): Promise<{ turn: Turn; playId: string } | null> {
  const row = db
    .select({ turn: turns })
    .from(turns)
    .innerJoin(plays, eq(plays.id, turns.playId))
    .where(and(eq(turns.id, turnId), eq(plays.ownerId, owner.id)))
    .get();
  return row ? { turn: row.turn, playId: row.turn.playId } : null;
}

/** The newest turn that answers this line of the person's. */
export async function findTurnForLine(
  db: Database,
  play: Owned<Play>,
  userMessageId: string,
): Promise<Turn | null> {
  return (
    db
      .select()
      .from(turns)
      .where(and(eq(turns.userMessageId, userMessageId), eq(turns.playId, play.id)))
      .orderBy(desc(turns.createdAt))
      .limit(1)
      .get() ?? null
  );
}
