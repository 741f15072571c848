import "server-only";
import { and, desc, eq, getTableColumns, isNotNull, lt, max, or, sql } from "drizzle-orm";
import type { Database } from "../client";
import { prepared } from "../prepared";
import { messages, plays, promptSettings } from "../schema";
import { ensureUser, type User } from "./users";

/** `userName`: what the person set to be called in it, where one play is read alone. */
export type Play = typeof plays.$inferSelect & { userName?: string | null };
export type NewPlay = typeof plays.$inferInsert;
export type NewMessage = typeof messages.$inferInsert;

const playOfOwner = prepared((db) =>
  db
    .select({ ...getTableColumns(plays), userName: promptSettings.userName })
    .from(plays)
    .leftJoin(promptSettings, eq(promptSettings.playId, plays.id))
    .where(and(eq(plays.id, sql.placeholder("id")), eq(plays.ownerId, sql.placeholder("ownerId"))))
    .prepare(),
);

/** A play of this owner; null also when it is another's, so that nothing leaks. */
export async function findPlay(db: Database, ownerId: string, id: string): Promise<Play | null> {
  return playOfOwner(db).get({ id, ownerId }) ?? null;
}

/** Whether anyone has a play under this id. */
export async function isPlayIdTaken(db: Database, id: string): Promise<boolean> {
  return db.select({ id: plays.id }).from(plays).where(eq(plays.id, id)).get() !== undefined;
}

/** Writes the owner's row if needed, the play, who the person is in it, and its first lines (each the next one's parent) at once. */
export async function createPlay(
  db: Database,
  owner: Pick<User, "id" | "kind">,
  play: NewPlay,
  lines: NewMessage[],
  user?: { name: string; persona: string },
): Promise<void> {
  await ensureUser(db, owner, play.createdAt);
  db.transaction((tx) => {
    tx.insert(plays).values(play).run();
    if (user?.name || user?.persona) {
      const settings = { playId: play.id, userName: user.name, userPersona: user.persona };
      tx.insert(promptSettings).values(settings).run();
    }
    for (const line of lines) tx.insert(messages).values(line).run();
    const head = lines.at(-1);
    if (head) {
      tx.update(plays)
        .set({ headMessageId: head.id, lastLine: head.content.slice(0, 300) })
        .where(eq(plays.id, play.id))
        .run();
    }
  });
}

/** Newest first; `before` is the previous page's last `[updatedAt, id]`. */
export async function listPlays(
  db: Database,
  ownerId: string,
  page: { limit: number; before: [number, string] | null; search: string | undefined },
): Promise<Play[]> {
  const older =
    page.before &&
    or(
      lt(plays.updatedAt, page.before[0]),
      and(eq(plays.updatedAt, page.before[0]), lt(plays.id, page.before[1])),
    );
  const pattern = page.search && `%${page.search.replace(/[\\%_]/g, "\\$&")}%`;
  const matches =
    pattern &&
    or(
      sql`${plays.title} like ${pattern} escape '\\'`,
      sql`${plays.characterName} like ${pattern} escape '\\'`,
      sql`${plays.lastLine} like ${pattern} escape '\\'`,
    );
  return db
    .select()
    .from(plays)
    .where(and(eq(plays.ownerId, ownerId), older || undefined, matches || undefined))
    .orderBy(desc(plays.updatedAt), desc(plays.id))
    .limit(page.limit)
    .all();
}

/** When the owner last played with each character, ms since the epoch, by the character's id. */
export async function lastPlayed(db: Database, ownerId: string): Promise<Map<string, number>> {
  const rows = db
    .select({ id: plays.characterId, at: max(plays.updatedAt) })
    .from(plays)
    .where(and(eq(plays.ownerId, ownerId), isNotNull(plays.characterId)))
    .groupBy(plays.characterId)
    .all();
  return new Map(rows.flatMap(({ id, at }) => (id === null || at === null ? [] : [[id, at] as const])));
}

/** The owner's plays with one character, newest first. */
export async function listPlaysWith(
  db: Database,
  ownerId: string,
  characterId: string,
  limit: number,
): Promise<Play[]> {
  return db
    .select()
    .from(plays)
    .where(and(eq(plays.ownerId, ownerId), eq(plays.characterId, characterId)))
    .orderBy(desc(plays.updatedAt), desc(plays.id))
    .limit(limit)
    .all();
}

/** Takes a play of this owner's away with everything in it; false when there is none. */
export async function deletePlay(db: Database, ownerId: string, id: string): Promise<boolean> {
  const gone = db
    .delete(plays)
    .where(and(eq(plays.id, id), eq(plays.ownerId, ownerId)))
    .run();
  return gone.changes > 0;
}

/** Changes what the owner may change; null when there is no such play of theirs. */
export async function updatePlay(
  db: Database,
  ownerId: string,
  id: string,
  changes: Partial<
    Pick<
      Play,
      "title" | "speechEngine" | "languageEngine" | "languageModel" | "voiceId" | "mood" | "narration"
    >
  >,
): Promise<Play | null> {
  return (
    db
      .update(plays)
      .set(changes)
      .where(and(eq(plays.id, id), eq(plays.ownerId, ownerId)))
      .returning()
      .get() ?? null
  );
}
