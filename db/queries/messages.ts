import "server-only";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "../client";
import type { Owned } from "../ownership";
import { parameter, prepared } from "../prepared";
import { messages, segments } from "../schema";
import type { Play } from "./plays";

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

/** A branch of a play, the told one where no other head is named, oldest first: from its head up through the parents. */
export async function listToldLines(
  db: Database,
  play: Owned<Play>,
  head: string | null = play.headMessageId,
): Promise<ToldLine[]> {
  const rows = linesOfPlay(db).all({ playId: play.id });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const takes = new Map<string, string[]>();
  const takeKey = (row: Message) => `${row.parentId ?? ""}:${row.role}`;
  for (const row of rows) takes.set(takeKey(row), [...(takes.get(takeKey(row)) ?? []), row.id]);
  const told: ToldLine[] = [];
  for (let row = byId.get(head ?? ""); row; row = byId.get(row.parentId ?? "")) {
    const siblings = takes.get(takeKey(row)) ?? [row.id];
    told.push({ ...row, take: { index: siblings.indexOf(row.id), count: siblings.length } });
  }
  return told.reverse();
}

/** Whether anything that is told in the play is spoken; the search ends at the first such line from its end. */
export async function isAnythingSpoken(db: Database, play: Owned<Play>): Promise<boolean> {
  const found = db.get(
    sql`with recursive told(id) as (
        select ${play.headMessageId}
        union all
        select line.parent_id from told join messages line on line.id = told.id where line.parent_id is not null
      )
      select 1 from told join messages line on line.id = told.id join segments on segments.message_id = line.id
      where line.play_id = ${play.id} limit 1`,
  );
  return found !== undefined;
}

/** As much of a line as a prompt is made of: every line of one is read before each answer. */
const PROMPT_COLUMNS = {
  id: messages.id,
  parentId: messages.parentId,
  role: messages.role,
  speaker: messages.speaker,
  content: messages.content,
  heardUntil: messages.heardUntil,
};
export type BranchLine = Pick<Message, keyof typeof PROMPT_COLUMNS>;

/** From a line up through its parents, as far as a line the play's summaries were folded to. */
const unfoldedLines = prepared((db) =>
  db
    .select(PROMPT_COLUMNS)
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
  play: Owned<Play>,
  headId: string | null,
): Promise<BranchLine[]> {
  const byId = new Map(
    unfoldedLines(db)
      .all({ playId: play.id, headId })
      .map((row) => [row.id, row]),
  );
  const lines: BranchLine[] = [];
  for (let row = byId.get(headId ?? ""); row; row = byId.get(row.parentId ?? "")) lines.push(row);
  return lines.reverse();
}

export async function findMessage(db: Database, play: Owned<Play>, id: string): Promise<Message | null> {
  return (
    db
      .select()
      .from(messages)
      .where(and(eq(messages.id, id), eq(messages.playId, play.id)))
      .get() ?? null
  );
}

export async function findByClientId(
  db: Database,
  play: Owned<Play>,
  clientMessageId: string,
): Promise<Message | null> {
  return (
    db
      .select()
      .from(messages)
      .where(and(eq(messages.playId, play.id), eq(messages.clientMessageId, clientMessageId)))
      .get() ?? null
  );
}

/** Whether the segment's line is one of the play's. */
const isIn = (play: Owned<Play>) =>
  sql`exists (select 1 from messages where messages.id = ${segments.messageId} and messages.play_id = ${play.id})`;

/** The segments of some lines of a play, in order. */
export async function listSegments(
  db: Database,
  play: Owned<Play>,
  messageIds: string[],
): Promise<Segment[]> {
  const found: Segment[] = [];
  for (let at = 0; at < messageIds.length; at += 500) {
    found.push(
      ...db
        .select()
        .from(segments)
        .where(and(inArray(segments.messageId, messageIds.slice(at, at + 500)), isIn(play)))
        .orderBy(asc(segments.messageId), asc(segments.index))
        .all(),
    );
  }
  return found;
}

/** Of a line of the play's. */
export async function insertSegment(db: Database, _play: Owned<Play>, segment: Segment): Promise<void> {
  db.insert(segments).values(segment).onConflictDoNothing().run();
}

export async function replaceSegmentAudio(
  db: Database,
  play: Owned<Play>,
  segment: Segment,
  audioFileId: string,
): Promise<void> {
  db.update(segments)
    .set({ audioFileId })
    .where(and(eq(segments.messageId, segment.messageId), eq(segments.index, segment.index), isIn(play)))
    .run();
}

const progress = prepared((db) =>
  db
    .update(messages)
    .set({ content: parameter("content") })
    .where(and(eq(messages.id, sql.placeholder("id")), eq(messages.playId, sql.placeholder("playId"))))
    .prepare(),
);

/** Stores what has been said so far; the line stays `streaming`. */
export async function saveProgress(
  db: Database,
  play: Owned<Play>,
  messageId: string,
  content: string,
): Promise<void> {
  progress(db).run({ id: messageId, playId: play.id, content });
}

export async function setMessageAudio(
  db: Database,
  play: Owned<Play>,
  messageId: string,
  audioFileId: string,
): Promise<void> {
  db.update(messages)
    .set({ audioFileId })
    .where(and(eq(messages.id, messageId), eq(messages.playId, play.id)))
    .run();
}

/** A line that was cut: what the listener heard of it. Only shortens. */
export async function setHeardUntil(
  db: Database,
  play: Owned<Play>,
  messageId: string,
  heardUntil: number,
): Promise<void> {
  const isMeant = and(eq(messages.id, messageId), eq(messages.playId, play.id));
  db.transaction((tx) => {
    const row = tx.select().from(messages).where(isMeant).get();
    if (row?.role !== "assistant") return;
    if (heardUntil >= row.content.length || (row.heardUntil !== null && row.heardUntil <= heardUntil)) return;
    tx.update(messages)
      .set({
        heardUntil,
        status: row.status === "complete" ? "interrupted" : row.status,
        version: row.version + 1,
      })
      .where(isMeant)
      .run();
  });
}
