import "server-only";
import { and, asc, desc, eq, isNull, sql } from "drizzle-orm";
import type { Database } from "../client";
import type { Owned } from "../ownership";
import { messages, plays, segments, summaries } from "../schema";
import type { Message, ToldLine } from "./messages";
import type { Play } from "./plays";

export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

/** One line of a play. Takes of it are the lines of the same role under the same parent, in the order they were made. */
export async function findLine(db: Database, play: Owned<Play>, id: string): Promise<ToldLine | null> {
  const row = lineOf(db, play.id, id);
  if (!row) return null;
  const takes = takesOf(db, row);
  const index = takes.findIndex((take) => take.id === row.id);
  return { ...row, take: { index, count: takes.length } };
}

/** The takes of a line, itself among them, oldest first. */
export async function listTakes(db: Database, play: Owned<Play>, line: Message): Promise<Message[]> {
  return takesOf(db, { ...line, playId: play.id });
}

/** Every line of a play, told or not, each after its parent. */
export async function listEveryLine(db: Database, play: Owned<Play>): Promise<Message[]> {
  return db
    .select()
    .from(messages)
    .where(eq(messages.playId, play.id))
    .orderBy(asc(messages.createdAt), sql`messages.rowid`)
    .all();
}

/**
 * Gives a line other words, if it still is at `version`. Its sound was that of the old words and goes.
 * False when somebody changed it in between.
 */
export async function rewriteLine(
  db: Database,
  play: Owned<Play>,
  line: Pick<Message, "id">,
  change: { version: number; content: string; now: number },
): Promise<boolean> {
  return db.transaction((tx) => {
    const changed = tx
      .update(messages)
      .set({
        content: change.content,
        heardUntil: null,
        audioFileId: null,
        version: sql`${messages.version} + 1`,
      })
      .where(
        and(eq(messages.id, line.id), eq(messages.playId, play.id), eq(messages.version, change.version)),
      )
      .run();
    if (changed.changes === 0) return false;
    tx.delete(segments).where(eq(segments.messageId, line.id)).run();
    tx.update(plays)
      .set({ lastLine: change.content.slice(0, 300), updatedAt: change.now })
      .where(and(eq(plays.id, play.id), eq(plays.headMessageId, line.id)))
      .run();
    return true;
  });
}

/**
 * Takes one line out: what follows it follows the line before it. The last take of a told end gives way to its
 * neighbour. `version` undefined: whatever it is. False when somebody changed it in between.
 */
export async function removeLine(
  db: Database,
  play: Owned<Play>,
  line: Pick<Message, "id">,
  change: { version: number | undefined; now: number },
): Promise<boolean> {
  return db.transaction((tx) => {
    const row = lineOf(tx, play.id, line.id);
    if (!row || (change.version !== undefined && row.version !== change.version)) return false;
    tx.update(messages).set({ parentId: row.parentId }).where(eq(messages.parentId, row.id)).run();
    tx.update(summaries).set({ foldedUntil: row.parentId }).where(eq(summaries.foldedUntil, row.id)).run();
    const isHead = headOf(tx, row.playId) === row.id;
    const other = takesOf(tx, row)
      .filter(({ id }) => id !== row.id)
      .at(-1);
    const head = isHead ? (other ? leafBelow(tx, other.id) : row.parentId) : headOf(tx, row.playId);
    tx.delete(messages).where(eq(messages.id, row.id)).run();
    retell(tx, row.playId, head, change.now);
    return true;
  });
}

/** Tells the branch this line is on, down to its newest end. */
export async function tellBranch(
  db: Database,
  play: Owned<Play>,
  line: Pick<Message, "id">,
  now: number,
): Promise<void> {
  db.transaction((tx) => {
    if (lineOf(tx, play.id, line.id)) retell(tx, play.id, leafBelow(tx, line.id), now);
  });
}

/** The newest end below a line: the line itself where nothing follows it. */
export function leafBelow(tx: Transaction, id: string): string {
  for (let leaf = id; ; ) {
    const next = tx
      .select({ id: messages.id })
      .from(messages)
      .where(eq(messages.parentId, leaf))
      .orderBy(desc(messages.createdAt), sql`messages.rowid desc`)
      .limit(1)
      .get();
    if (!next) return leaf;
    leaf = next.id;
  }
}

/** The line's takes, oldest first. */
export function takesOf(tx: Transaction | Database, row: Message): Message[] {
  const { playId, parentId, role } = row;
  const isUnder = parentId === null ? isNull(messages.parentId) : eq(messages.parentId, parentId);
  return tx
    .select()
    .from(messages)
    .where(and(eq(messages.playId, playId), eq(messages.role, role), isUnder))
    .orderBy(asc(messages.createdAt), sql`messages.rowid`)
    .all();
}

/** Moves the play's head and what the play tells of it: its last line, and how many answers it holds. */
export function retell(tx: Transaction, playId: string, head: string | null, now?: number): void {
  const told = tx.all<{ role: string; content: string; parentId: string | null }>(sql`
    with recursive told(id, role, content, parentId, depth) as (
      select id, role, content, parent_id, 0 from messages where id = ${head}
      union all
      select m.id, m.role, m.content, m.parent_id, depth + 1
      from messages m join told on m.id = told.parentId
    )
    select role, content, parentId from told order by depth`);
  const turnCount = told.filter(({ role, parentId }) => role === "assistant" && parentId !== null).length;
  tx.update(plays)
    .set({
      headMessageId: head,
      lastLine: told[0]?.content.slice(0, 300) ?? "",
      turnCount,
      ...(now === undefined ? {} : { updatedAt: now }),
    })
    .where(eq(plays.id, playId))
    .run();
}

function lineOf(tx: Transaction | Database, playId: string, id: string): Message | undefined {
  return tx
    .select()
    .from(messages)
    .where(and(eq(messages.id, id), eq(messages.playId, playId)))
    .get();
}

function headOf(tx: Transaction, playId: string): string | null {
  return tx.select({ head: plays.headMessageId }).from(plays).where(eq(plays.id, playId)).get()?.head ?? null;
}
