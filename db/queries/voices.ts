import "server-only";
import { and, asc, desc, eq, inArray, ne } from "drizzle-orm";
import type { Database } from "../client";
import { removedVoices, users, voiceRevisions, voices } from "../schema";

export type VoiceRow = typeof voices.$inferSelect;
/** A voice with the revision that speaks now. */
export type VoiceWithSpec = VoiceRow & { spec: unknown };
export type VoiceChanges = Partial<
  Pick<VoiceRow, "name" | "language" | "description" | "engineId" | "isDefault" | "isActive">
> & { spec?: unknown };

const isCurrent = and(eq(voiceRevisions.voiceId, voices.id), eq(voiceRevisions.revision, voices.revision));

export async function listVoices(db: Database): Promise<VoiceWithSpec[]> {
  const found = db
    .select({ voice: voices, spec: voiceRevisions.spec })
    .from(voices)
    .innerJoin(voiceRevisions, isCurrent)
    .orderBy(asc(voices.createdAt), asc(voices.id))
    .all();
  return found.map(({ voice, spec }) => ({ ...voice, spec }));
}

export async function insertVoice(
  db: Database,
  { spec, ...voice }: Omit<VoiceWithSpec, "revision" | "version" | "updatedAt">,
): Promise<void> {
  db.transaction((tx) => {
    if (voice.isDefault) tx.update(voices).set({ isDefault: false }).run();
    const row = { ...voice, revision: 1, version: 1, updatedAt: voice.createdAt };
    tx.insert(voices).values(row).run();
    tx.insert(voiceRevisions)
      .values({ voiceId: voice.id, revision: 1, spec, createdAt: voice.createdAt })
      .run();
  });
}

/**
 * Writes a change made on `version` (any, where it is undefined). A changed `spec` becomes the next revision, the
 * earlier ones stay. `missing`: there is no such voice; `stale`: it has another version now.
 */
export async function updateVoice(
  db: Database,
  id: string,
  version: number | undefined,
  { spec, ...changes }: VoiceChanges,
  now: number,
): Promise<"written" | "stale" | "missing"> {
  return db.transaction((tx) => {
    const known = tx.select().from(voices).where(eq(voices.id, id)).get();
    if (!known) return "missing";
    if (version !== undefined && version !== known.version) return "stale";
    const revision = known.revision + (spec === undefined ? 0 : 1);
    if (spec !== undefined)
      tx.insert(voiceRevisions).values({ voiceId: id, revision, spec, createdAt: now }).run();
    if (changes.isDefault) tx.update(voices).set({ isDefault: false }).where(ne(voices.id, id)).run();
    tx.update(voices)
      .set({ ...changes, revision, version: known.version + 1, updatedAt: now })
      .where(eq(voices.id, id))
      .run();
    return "written";
  });
}

export async function removeVoice(db: Database, id: string): Promise<boolean> {
  return db.delete(voices).where(eq(voices.id, id)).run().changes > 0;
}

export async function listVoiceRevisions(
  db: Database,
  voiceId: string,
): Promise<(typeof voiceRevisions.$inferSelect)[]> {
  return db
    .select()
    .from(voiceRevisions)
    .where(eq(voiceRevisions.voiceId, voiceId))
    .orderBy(asc(voiceRevisions.revision))
    .all();
}

/** Every sound every voice has had, with whose voice it is. */
export async function listVoiceSpecs(db: Database): Promise<{ ownerId: string | null; spec: unknown }[]> {
  return db
    .select({ ownerId: voices.ownerId, spec: voiceRevisions.spec })
    .from(voiceRevisions)
    .innerJoin(voices, eq(voiceRevisions.voiceId, voices.id))
    .all();
}

export type RemovedVoice = typeof removedVoices.$inferSelect;

/** For its owner to be told. */
export async function noteRemovedVoice(db: Database, voice: RemovedVoice): Promise<void> {
  db.insert(removedVoices).values(voice).onConflictDoNothing().run();
}

/** What its owner has not yet said to have read, the last first. */
export async function listRemovedVoices(db: Database, ownerId: string): Promise<RemovedVoice[]> {
  return db
    .select()
    .from(removedVoices)
    .where(eq(removedVoices.ownerId, ownerId))
    .orderBy(desc(removedVoices.removedAt))
    .all();
}

export async function forgetRemovedVoice(db: Database, ownerId: string, id: string): Promise<boolean> {
  const isTheirs = and(eq(removedVoices.id, id), eq(removedVoices.ownerId, ownerId));
  return db.delete(removedVoices).where(isTheirs).run().changes > 0;
}

/** What voices' owners are called, by id. */
export async function voiceOwners(
  db: Database,
  ids: readonly string[],
): Promise<{ id: string; name: string | null; email: string | null }[]> {
  const { id, name, email } = users;
  return db
    .select({ id, name, email })
    .from(users)
    .where(inArray(id, [...ids]))
    .all();
}
