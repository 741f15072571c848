import "server-only";
import { randomUUID } from "node:crypto";
import { and, asc, desc, eq, gt, lt, sql } from "drizzle-orm";
import type { Database } from "../client";
import { type Actor, allOwnedBy, type Internal, type Owned, ownedBy } from "../ownership";
import { prepared } from "../prepared";
import { audioFiles, clips, voiceRevisions, voices } from "../schema";
import { ensureUser } from "./users";

export type AudioFile = typeof audioFiles.$inferSelect;
export type ClipRow = typeof clips.$inferSelect;

/** Asked for every play of a sound: prepared once for each database. */
const clipOfKey = prepared((db) =>
  db
    .select()
    .from(clips)
    .where(eq(clips.key, sql.placeholder("key")))
    .prepare(),
);
const keyOfFile = prepared((db) =>
  db
    .select({ clipKey: audioFiles.clipKey })
    .from(audioFiles)
    .where(and(eq(audioFiles.id, sql.placeholder("id")), eq(audioFiles.ownerId, sql.placeholder("ownerId"))))
    .prepare(),
);

export async function findClip(db: Database, key: string): Promise<ClipRow | null> {
  return clipOfKey(db).get({ key }) ?? null;
}

export async function putClip(db: Database, row: Omit<ClipRow, "playedAt">): Promise<void> {
  const values = { ...row, playedAt: row.createdAt };
  db.insert(clips).values(values).onConflictDoUpdate({ target: clips.key, set: values }).run();
}

export async function touchClip(db: Database, key: string, playedAt: number): Promise<void> {
  db.update(clips).set({ playedAt }).where(eq(clips.key, key)).run();
}

export async function listLeastRecentClips(db: Database, limit: number): Promise<ClipRow[]> {
  return db.select().from(clips).orderBy(asc(clips.playedAt)).limit(limit).all();
}

/** Rows with a key greater than this one (all for null), in order of the key. */
export async function listClipsAfter(db: Database, key: string | null, limit: number): Promise<ClipRow[]> {
  const after = key === null ? undefined : gt(clips.key, key);
  return db.select().from(clips).where(after).orderBy(asc(clips.key)).limit(limit).all();
}

export async function removeClip(db: Database, key: string): Promise<void> {
  db.delete(clips).where(eq(clips.key, key)).run();
}

export async function totalClipBytes(db: Database): Promise<number> {
  return (
    db
      .select({ total: sql<number>`coalesce(sum(${clips.bytes}), 0)` })
      .from(clips)
      .get()?.total ?? 0
  );
}

/** This owner's file of this clip; made when there is none yet (`isNew`). */
export async function ensureAudioFile(
  db: Database,
  owner: Actor,
  file: { clipKey: string; recipe: unknown },
  now: number,
): Promise<{ file: AudioFile; isNew: boolean }> {
  await ensureUser(db, owner, now);
  return db.transaction((tx) => {
    const known = tx
      .select()
      .from(audioFiles)
      .where(and(eq(audioFiles.ownerId, owner.id), eq(audioFiles.clipKey, file.clipKey)))
      .get();
    if (known) return { file: known, isNew: false };
    const row = { id: randomUUID(), ownerId: owner.id, createdAt: now, ...file };
    tx.insert(audioFiles).values(row).run();
    return { file: row, isNew: true };
  });
}

/** Which clip this owner's file is; null where the file is another's, or there is none. */
export async function findClipKey(db: Database, owner: Actor, id: string): Promise<string | null> {
  return keyOfFile(db).get({ ownerId: owner.id, id })?.clipKey ?? null;
}

export async function findAudioFile(
  db: Database,
  owner: Actor,
  id: string,
): Promise<Owned<AudioFile> | null> {
  return ownedBy(owner, db.select().from(audioFiles).where(eq(audioFiles.id, id)).get());
}

/** This owner's files with an id greater than this one (all for null), in order of the id. */
export async function listAudioFilesAfter(
  db: Database,
  owner: Actor,
  id: string | null,
  limit: number,
): Promise<Owned<AudioFile>[]> {
  const after = id === null ? undefined : gt(audioFiles.id, id);
  const own = and(eq(audioFiles.ownerId, owner.id), after);
  return allOwnedBy(
    owner,
    db.select().from(audioFiles).where(own).orderBy(asc(audioFiles.id)).limit(limit).all(),
  );
}

/** The voice a clip was first made with: of a whole line, its first sentence's. */
const voiceOfFile = sql<string>`coalesce(json_extract(${audioFiles.recipe}, '$.voiceId'), json_extract(${audioFiles.recipe}, '$.parts[0].voiceId'), '')`;

/** Kept sounds first made with a voice, played last first: how each is made, and whose it is. */
export async function listKeptOfVoice(
  db: Database,
  _job: Internal,
  voiceId: string,
): Promise<{ clipKey: string; ownerId: string; recipe: unknown }[]> {
  const { clipKey, ownerId, recipe } = audioFiles;
  return db
    .select({ clipKey, ownerId, recipe })
    .from(audioFiles)
    .innerJoin(clips, eq(clips.key, clipKey))
    .where(eq(voiceOfFile, voiceId))
    .orderBy(desc(clips.playedAt))
    .all();
}

/** Gives people who are there a file of a clip; whoever has it keeps the one they have. */
export async function addAudioFiles(
  db: Database,
  _job: Internal,
  ownerIds: readonly string[],
  file: { clipKey: string; recipe: unknown },
  now: number,
): Promise<void> {
  if (ownerIds.length === 0) return;
  const rows = ownerIds.map((ownerId) => ({ id: randomUUID(), ownerId, createdAt: now, ...file }));
  db.insert(audioFiles).values(rows).onConflictDoNothing().run();
}

/**
 * How much is kept, by the voice's id ("" where nobody has the sound any more), most bytes first. `earlier`: clips that
 * were asked for before the voice became what it is now.
 */
export async function clipsByVoice(
  db: Database,
  _job: Internal,
): Promise<{ voiceId: string; clips: number; bytes: number; earlier: number }[]> {
  const owner = db
    .select({
      clipKey: audioFiles.clipKey,
      voiceId: sql<string>`min(${voiceOfFile})`.as("voice_id"),
      askedAt: sql<number>`min(${audioFiles.createdAt})`.as("asked_at"),
    })
    .from(audioFiles)
    .groupBy(audioFiles.clipKey)
    .as("owner");
  const now = db
    .select({ id: voices.id, since: voiceRevisions.createdAt })
    .from(voices)
    .innerJoin(
      voiceRevisions,
      and(eq(voiceRevisions.voiceId, voices.id), eq(voiceRevisions.revision, voices.revision)),
    )
    .as("now");
  const voiceId = sql<string>`coalesce(${owner.voiceId}, '')`;
  const bytes = sql<number>`sum(${clips.bytes})`;
  const earlier = sql<number>`sum(case when ${owner.askedAt} < ${now.since} then 1 else 0 end)`;
  return db
    .select({ voiceId, clips: sql<number>`count(*)`, bytes, earlier })
    .from(clips)
    .leftJoin(owner, eq(owner.clipKey, clips.key))
    .leftJoin(now, eq(now.id, owner.voiceId))
    .groupBy(voiceId)
    .orderBy(desc(bytes))
    .all();
}

/** Keys of the clips of one voice (every one for null) that were last played before this moment (ms). */
export async function clipKeysToPurge(
  db: Database,
  _job: Internal,
  { voiceId, playedBefore }: { voiceId: string | null; playedBefore: number },
): Promise<string[]> {
  const isOld = lt(clips.playedAt, playedBefore);
  if (voiceId === null)
    return db
      .select({ key: clips.key })
      .from(clips)
      .where(isOld)
      .all()
      .map(({ key }) => key);
  return db
    .selectDistinct({ key: clips.key })
    .from(clips)
    .innerJoin(audioFiles, eq(audioFiles.clipKey, clips.key))
    .where(and(isOld, eq(voiceOfFile, voiceId)))
    .all()
    .map(({ key }) => key);
}
