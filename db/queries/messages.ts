import "server-only";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "../client";
import { parameter, prepared } from "../prepared";
import { messages, segments } from "../schema";

export type Message = typeof messages.$inferSelect;
export type Segment = typeof segments.$inferSelect;

export interface ToldLine extends Message {
  take: { index: number; count: number };
}

const linesOfPlay = prepared((db) =>
  db
    .select()
    .from(messages)
    .where(eq(messages.playId, sql.placeholder("playId")))
    .orderBy(asc(messages.createdAt), sql`messages.rowid`)
    .prepare(),
);

/**
 * The told branch of a play, oldest first: from its head up through the parents. The caller has shown
 * that the play is the person's own (`findPlay`).
 */
export async function listToldLines(
  db: Database,
  play: { id: string; headMessageId: string | null },
): Promise<ToldLine[]> {
  const rows = linesOfPlay(db).all({ playId: play.id });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const takes = new Map<string, string[]>();
  const takeKey = (row: Message) => `${row.parentId ?? ""}:${row.role}`;
  for (const row of rows) takes.set(takeKey(row), [...(takes.get(takeKey(row)) ?? []), row.id]);
  const told: ToldLine[] = [];
  for (let row = byId.get(play.headMessageId ?? ""); row; row = byId.get(row.parentId ?? "")) {
    const siblings = takes.get(takeKey(row)) ?? [row.id];
    told.push({ ...row, take: { index: siblings.indexOf(row.id), count: siblings.length } });
  }
  return told.reverse();
}

/** From a line up through its parents, as far as a line the play's summaries were folded to. */
const unfoldedLines = prepared((db) =>
  db
    .select()
    .from(messages)
    .where(
      sql`${messages.id} in (
        with recursive told(id) as (
          select ${sql.placeholder("headId")}
          union all
          select line.parent_id from told join messages line on line.id = told.id
          where line.parent_id is not null
            and line.id not in (
              select folded_until from summaries
              where play_id = ${sql.placeholder("playId")} and folded_until is not null
            )
        ) select id from told)`,
    )
    .prepare(),
);

/**
 * What is told in a play up to the line `headId`, oldest first, without what lies before the newest folding: the line
 * it was folded to comes first then. A play of thousands of lines costs what its unfolded part costs.
 */
export async function listUnfoldedLines(
  db: Database,
  playId: string,
  headId: string | null,
): Promise<Message[]> {
  const byId = new Map(
    unfoldedLines(db)
      .all({ playId, headId })
      .map((row) => [row.id, row]),
  );
  const lines: Message[] = [];
  for (let row = byId.get(headId ?? ""); row; row = byId.get(row.parentId ?? "")) lines.push(row);
  return lines.reverse();
}

export async function findMessage(db: Database, playId: string, id: string): Promise<Message | null> {
  return (
    db
      .select()
      .from(messages)
      .where(and(eq(messages.id, id), eq(messages.playId, playId)))
      .get() ?? null
  );
}

export async function findByClientId(
  db: Database,
  playId: string,
  clientMessageId: string,
): Promise<Message | null> {
  return (
    db
      .select()
      .from(messages)
      .where(and(eq(messages.playId, playId), eq(messages.clientMessageId, clientMessageId)))
      .get() ?? null
  );
}

/** The segments of some lines, in order. */
export async function listSegments(db: Database, messageIds: string[]): Promise<Segment[]> {
  const found: Segment[] = [];
  for (let at = 0; at < messageIds.length; at += 500) {
    found.push(
      ...db
        .select()
        .from(segments)
        .where(inArray(segments.messageId, messageIds.slice(at, at + 500)))
        .orderBy(asc(segments.messageId), asc(segments.index))
        .all(),
    );
  }
  return found;
}

export async function insertSegment(db: Database, segment: Segment): Promise<void> {
  db.insert(segments).values(segment).onConflictDoNothing().run();
}

export async function replaceSegmentAudio(
  db: Database,
  segment: Segment,
  audioFileId: string,
): Promise<void> {
  db.update(segments)
    .set({ audioFileId })
    .where(and(eq(segments.messageId, segment.messageId), eq(segments.index, segment.index)))
    .run();
}

const progress = prepared((db) =>
  db
    .update(messages)
    .set({ content: parameter("content") })
    .where(eq(messages.id, sql.placeholder("id")))
    .prepare(),
);

/** Stores what has been said so far; the line stays `streaming`. */
export async function saveProgress(db: Database, messageId: string, content: string): Promise<void> {
  progress(db).run({ id: messageId, content });
}

export async function setMessageAudio(db: Database, messageId: string, audioFileId: string): Promise<void> {
  db.update(messages).set({ audioFileId }).where(eq(messages.id, messageId)).run();
}

/** A line that was cut: what the listener heard of it. Only shortens. */
export async function setHeardUntil(db: Database, messageId: string, heardUntil: number): Promise<void> {
  db.transaction((tx) => {
    const row = tx.select().from(messages).where(eq(messages.id, messageId)).get();
    if (row?.role !== "assistant") return;
    if (heardUntil >= row.content.length || (row.heardUntil !== null && row.heardUntil <= heardUntil)) return;
    tx.update(messages)
      .set({
        heardUntil,
        status: row.status === "complete" ? "interrupted" : row.status,
        version: row.version + 1,
      })
      .where(eq(messages.id, messageId))
      .run();
  });
}
