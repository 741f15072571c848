import "server-only";
import { and, asc, desc, eq, inArray, isNull, ne } from "drizzle-orm";
import type { Database } from "../client";
import type { Actor, Internal } from "../ownership";
import { removedVoices, users, voiceRevisions, voices } from "../schema";

export type VoiceRow = typeof voices.$inferSelect;
/** A voice with the revision that speaks now. */
export type VoiceWithSpec = VoiceRow & { spec: unknown };
export type VoiceChanges = Partial<
  Pick<VoiceRow, "name" | "language" | "description" | "engineId" | "isDefault" | "isActive" | "mayTravel">
> & { spec?: unknown };

/** Whose voice is written: a person's, or the server's own. */
export type VoiceOwner = Actor | Internal;
const idOf = (owner: VoiceOwner) => ("id" in owner ? owner.id : null);
const isOf = (owner: VoiceOwner, id: string) => {
  const ownerId = idOf(owner);
  return and(eq(voices.id, id), ownerId === null ? isNull(voices.ownerId) : eq(voices.ownerId, ownerId));
};

const isCurrent = and(eq(voiceRevisions.voiceId, voices.id), eq(voiceRevisions.revision, voices.revision));

export async function listVoices(db: Database, _job: Internal): Promise<VoiceWithSpec[]> {
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
  owner: VoiceOwner,
  { spec, ...voice }: Omit<VoiceWithSpec, "ownerId" | "revision" | "version" | "updatedAt">,
): Promise<void> {
  db.transaction((tx) => {
    if (voice.isDefault) tx.update(voices).set({ isDefault: false }).run();
    const row = { ...voice, ownerId: idOf(owner), revision: 1, version: 1, updatedAt: voice.createdAt };
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
  owner: VoiceOwner,
  id: string,
  version: number | undefined,
  { spec, ...changes }: VoiceChanges,
  now: number,
): Promise<"written" | "stale" | "missing"> {
  return db.transaction((tx) => {
    const known = tx.select().from(voices).where(isOf(owner, id)).get();
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

export async function removeVoice(db: Database, owner: VoiceOwner, id: string): Promise<boolean> {
  return db.delete(voices).where(isOf(owner, id)).run().changes > 0;
}

export async function listVoiceRevisions(
  db: Database,
  owner: VoiceOwner,
  voiceId: string,
): Promise<(typeof voiceRevisions.$inferSelect)[]> {
  const rows = db
    .select({ revision: voiceRevisions })
    .from(voiceRevisions)
    .innerJoin(voices, eq(voices.id, voiceRevisions.voiceId))
    .where(isOf(owner, voiceId))
    .orderBy(asc(voiceRevisions.revision))
    .all();
  return rows.map(({ revision }) => revision);
}

/** Every sound every voice has had, with whose voice it is. */
export async function listVoiceSpecs(
  db: Database,
  _job: Internal,
): Promise<{ ownerId: string | null; spec: unknown }[]> {
  return db
    .select({ ownerId: voices.ownerId, spec: voiceRevisions.spec })
    .from(voiceRevisions)
    .innerJoin(voices, eq(voiceRevisions.voiceId, voices.id))
    .all();
}

export type RemovedVoice = typeof removedVoices.$inferSelect;

/** Somebody's private voice goes, and a note for them stays; false where there is none of that id. */
export async function takeVoiceAway(
  db: Database,
  _job: Internal,
  { id, name, removedAt }: Omit<RemovedVoice, "ownerId">,
): Promise<boolean> {
  return db.transaction((tx) => {
    const { ownerId } = tx.select().from(voices).where(eq(voices.id, id)).get() ?? {};
    if (!ownerId) return false;
    tx.insert(removedVoices).values({ id, ownerId, name, removedAt }).run();
    tx.delete(voices).where(eq(voices.id, id)).run();
    return true;
  });
}

/** What its owner has not yet said to have read, the last first. */
export async function listRemovedVoices(db: Database, owner: Actor): Promise<RemovedVoice[]> {
  return db
    .select()
    .from(removedVoices)
    .where(eq(removedVoices.ownerId, owner.id))
    .orderBy(desc(removedVoices.removedAt))
    .all();
}

export async function forgetRemovedVoice(db: Database, owner: Actor, id: string): Promise<boolean> {
  const isTheirs = and(eq(removedVoices.id, id), eq(removedVoices.ownerId, owner.id));
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
