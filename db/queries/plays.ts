import "server-only";
import { and, desc, eq, getTableColumns, isNotNull, lt, max, or, sql } from "drizzle-orm";
import type { Database } from "../client";
import { type Actor, allOwnedBy, type Internal, type Owned, ownedBy, revised } from "../ownership";
import { prepared } from "../prepared";
import { messages, plays, promptSettings } from "../schema";
import { ensureUser } from "./users";

/** `userName`: what the person set to be called in it, where one play is read alone. */
export type Play = typeof plays.$inferSelect & { userName?: string | null };
export type NewPlay = Omit<typeof plays.$inferInsert, "ownerId">;
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
export async function findPlay(db: Database, owner: Actor, id: string): Promise<Owned<Play> | null> {
  return ownedBy<Play>(owner, playOfOwner(db).get({ id, ownerId: owner.id }));
}

/** A play as it is now; null where it is gone, or somebody else's by now. */
export async function rereadPlay(db: Database, play: Owned<Play>): Promise<Owned<Play> | null> {
  const { id, ownerId } = play;
  const now = playOfOwner(db).get({ id, ownerId });
  return now ? revised(play, now) : null;
}

/** Whether anyone has a play under this id. */
export async function isPlayIdTaken(db: Database, _job: Internal, id: string): Promise<boolean> {
  return db.select({ id: plays.id }).from(plays).where(eq(plays.id, id)).get() !== undefined;
}

/** Writes the owner's row if needed, the play, who the person is in it, and its first lines (each the next one's parent) at once. */
export async function createPlay(
  db: Database,
  owner: Actor,
  play: NewPlay,
  lines: NewMessage[],
  user?: { name: string; persona: string },
): Promise<void> {
  await ensureUser(db, owner, play.createdAt);
  db.transaction((tx) => {
    tx.insert(plays)
      .values({ ...play, ownerId: owner.id })
      .run();
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
  owner: Actor,
  page: { limit: number; before: [number, string] | null; search: string | undefined },
): Promise<Owned<Play>[]> {
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
  const rows: Play[] = db
    .select()
    .from(plays)
    .where(and(eq(plays.ownerId, owner.id), older || undefined, matches || undefined))
    .orderBy(desc(plays.updatedAt), desc(plays.id))
    .limit(page.limit)
    .all();
  return allOwnedBy(owner, rows);
}

/** When the owner last played with each character, ms since the epoch, by the character's id. */
export async function lastPlayed(db: Database, owner: Actor): Promise<Map<string, number>> {
  const rows = db
    .select({ id: plays.characterId, at: max(plays.updatedAt) })
    .from(plays)
    .where(and(eq(plays.ownerId, owner.id), isNotNull(plays.characterId)))
    .groupBy(plays.characterId)
    .all();
  return new Map(rows.flatMap(({ id, at }) => (id === null || at === null ? [] : [[id, at] as const])));
}

/** The owner's plays with one character, newest first. */
export async function listPlaysWith(
  db: Database,
  owner: Actor,
  characterId: string,
  limit: number,
): Promise<Owned<Play>[]> {
  const rows: Play[] = db
    .select()
    .from(plays)
    .where(and(eq(plays.ownerId, owner.id), eq(plays.characterId, characterId)))
    .orderBy(desc(plays.updatedAt), desc(plays.id))
    .limit(limit)
    .all();
  return allOwnedBy(owner, rows);
}

/** Takes a play away with everything in it. */
export async function deletePlay(db: Database, play: Owned<Play>): Promise<void> {
  db.delete(plays).where(isStill(play)).run();
}

/** The play, unless it went over to somebody else since it was read. */
const isStill = ({ id, ownerId }: Owned<Play>) => and(eq(plays.id, id), eq(plays.ownerId, ownerId));

/** Changes what the owner may change; null where it is gone by now. */
export async function updatePlay(
  db: Database,
  play: Owned<Play>,
  changes: Partial<
    Pick<
      Play,
      "title" | "speechEngine" | "languageEngine" | "languageModel" | "voiceId" | "mood" | "narration"
    >
  >,
): Promise<Owned<Play> | null> {
  const changed = db.update(plays).set(changes).where(isStill(play)).returning().get();
  return changed ? revised(play, changed) : null;
}
