import "server-only";
import { and, eq, exists, ne, not } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Database } from "../client";
import type { Actor } from "../ownership";
import { audioFiles, characters, plays } from "../schema";
import { forgetAddresses } from "./audit";
import { dropUser } from "./users";

/** What must be ended or taken off the disk before the person's row can go. */
export async function listOwned(
  db: Database,
  { id }: Actor,
): Promise<{ plays: string[]; characters: string[] }> {
  const ofPlays = db.select({ id: plays.id }).from(plays).where(eq(plays.ownerId, id)).all();
  const ofCharacters = db
    .select({ id: characters.id })
    .from(characters)
    .where(eq(characters.ownerId, id))
    .all();
  return { plays: ofPlays.map((row) => row.id), characters: ofCharacters.map((row) => row.id) };
}

/** Takes the person away with every row that is theirs. Returns the keys of the clips nobody else has. */
export async function deleteUser(db: Database, { id }: Actor, now: number): Promise<string[]> {
  const others = alias(audioFiles, "others");
  return db.transaction((tx) => {
    const shared = tx
      .select({ id: others.id })
      .from(others)
      .where(and(eq(others.clipKey, audioFiles.clipKey), ne(others.ownerId, id)));
    const alone = tx
      .select({ key: audioFiles.clipKey })
      .from(audioFiles)
      .where(and(eq(audioFiles.ownerId, id), not(exists(shared))))
      .all();
    forgetAddresses(tx, id);
    dropUser(tx, id, now);
    return alone.map(({ key }) => key);
  });
}
