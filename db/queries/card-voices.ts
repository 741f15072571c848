import "server-only";
import { and, asc, count, eq, getTableColumns, isNull, sql, sum } from "drizzle-orm";
import type { Database } from "../client";
import type { Actor, Internal } from "../ownership";
import { cardVoices, characters, users } from "../schema";

export type CardVoiceRow = typeof cardVoices.$inferSelect;
export type NewCardVoice = Omit<CardVoiceRow, "characterId">;

/** Voices that wait for an admin: of one person, and of everybody. */
export async function countCardVoices(db: Database, owner: Actor) {
  const waiting = { voices: count(), bytes: sum(cardVoices.bytes).mapWith(Number) };
  const told = (row: { voices: number; bytes: number | null } | undefined) => ({
    voices: row?.voices ?? 0,
    bytes: row?.bytes ?? 0,
  });
  return {
    own: told(
      db
        .select(waiting)
        .from(cardVoices)
        .innerJoin(characters, eq(characters.id, cardVoices.characterId))
        .where(eq(characters.ownerId, owner.id))
        .get(),
    ),
    all: told(db.select(waiting).from(cardVoices).get()),
  };
}

/** Those that wait, the longest first, each with who brought it and for whom. */
export async function listCardVoices(db: Database, _job: Internal) {
  return db
    .select({
      voice: cardVoices,
      character: { id: characters.id, name: characters.name },
      owner: { id: users.id, name: users.name, email: users.email },
    })
    .from(cardVoices)
    .innerJoin(characters, eq(characters.id, cardVoices.characterId))
    .innerJoin(users, eq(users.id, characters.ownerId))
    .orderBy(asc(cardVoices.createdAt), asc(cardVoices.id))
    .all();
}

/** Those that wait with this person's characters. */
export async function listWaitingVoices(db: Database, owner: Actor): Promise<CardVoiceRow[]> {
  return db
    .select(getTableColumns(cardVoices))
    .from(cardVoices)
    .innerJoin(characters, eq(characters.id, cardVoices.characterId))
    .where(eq(characters.ownerId, owner.id))
    .orderBy(asc(cardVoices.createdAt), asc(cardVoices.id))
    .all();
}

export async function findCardVoice(db: Database, _job: Internal, id: string): Promise<CardVoiceRow | null> {
  return db.select().from(cardVoices).where(eq(cardVoices.id, id)).get() ?? null;
}

/**
 * Takes a voice off those that wait. With `voiceId` (what it became) its character speaks with that one, unless its
 * owner chose another meanwhile; whether it does.
 */
export async function settleCardVoice(
  db: Database,
  _job: Internal,
  { id, characterId }: Pick<CardVoiceRow, "id" | "characterId">,
  voiceId: string | null,
  at: number,
): Promise<boolean> {
  return db.transaction((tx) => {
    tx.delete(cardVoices).where(eq(cardVoices.id, id)).run();
    if (voiceId === null) return false;
    const change = { voiceId, updatedAt: at, version: sql`${characters.version} + 1` };
    const isSilent = and(eq(characters.id, characterId), isNull(characters.voiceId));
    return tx.update(characters).set(change).where(isSilent).run().changes > 0;
  });
}
