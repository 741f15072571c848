import "server-only";
import { and, desc, eq, inArray, lt, ne, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Database } from "../client";
import { type Actor, allOwnedBy, type Internal, type Owned, ownedBy } from "../ownership";
import { cardVoices, characters, favourites, presetVoices } from "../schema";
import type { NewCardVoice } from "./card-voices";
import { ensureUser } from "./users";

export type CharacterRow = typeof characters.$inferSelect;
export type NewCharacter = Omit<typeof characters.$inferInsert, "ownerId">;
export type CharacterChanges = Partial<Omit<CharacterRow, "id" | "ownerId" | "createdAt" | "version">>;

export interface CharacterPage {
  limit: number;
  /** The previous page's last `[updatedAt, id]`. */
  before: [number, string] | null;
  search: string | undefined;
}

function isSeenBy(reader: Actor | null): SQL | undefined {
  const isShown = eq(characters.visibility, "server");
  return reader ? or(eq(characters.ownerId, reader.id), isShown) : isShown;
}

/** A character this reader may see: their own, or one shown to everyone on the server. */
export async function findCharacter(
  db: Database,
  reader: Actor | null,
  id: string,
): Promise<CharacterRow | null> {
  return (
    db
      .select()
      .from(characters)
      .where(and(eq(characters.id, id), isSeenBy(reader)))
      .get() ?? null
  );
}

/** The owner's own, newest first. */
export async function listCharacters(
  db: Database,
  owner: Actor,
  page: CharacterPage,
): Promise<Owned<CharacterRow>[]> {
  return allOwnedBy(owner, listWhere(db, eq(characters.ownerId, owner.id), page));
}

/** Those shown to everyone on the server, newest first. */
export async function listShownCharacters(
  db: Database,
  _reader: Actor | null,
  page: CharacterPage,
): Promise<CharacterRow[]> {
  return listWhere(db, eq(characters.visibility, "server"), page);
}

function listWhere(db: Database, isMeant: ReturnType<typeof eq>, page: CharacterPage): CharacterRow[] {
  const older =
    page.before &&
    or(
      lt(characters.updatedAt, page.before[0]),
      and(eq(characters.updatedAt, page.before[0]), lt(characters.id, page.before[1])),
    );
  const matches = page.search ? holds(page.search) : undefined;
  return db
    .select()
    .from(characters)
    .where(and(isMeant, older || undefined, matches))
    .orderBy(desc(characters.updatedAt), desc(characters.id))
    .limit(page.limit)
    .all();
}

function holds(word: string): SQL {
  const pattern = `%${word
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\\%_]/g, "\\$&")}%`;
  return sql`${characters.searchText} like ${pattern} escape '\\'`;
}

export type CastEntry = Pick<
  CharacterRow,
  "id" | "ownerId" | "name" | "category" | "tags" | "createdAt" | "updatedAt"
>;

/** Every character a reader may see whose texts hold all `words`, as far as a list is sorted and narrowed by it. */
export async function listCastEntries(
  db: Database,
  reader: Actor | null,
  words: readonly string[],
): Promise<CastEntry[]> {
  const { id, ownerId, name, category, tags, createdAt, updatedAt } = characters;
  // As one text: a thousand rows of columns take the driver longer to hand over than all else together.
  const found = (isMeant: SQL) => {
    const { entries } = db.get<{ entries: string }>(
      sql`select json_group_array(json_object('id', ${id}, 'ownerId', ${ownerId}, 'name', ${name},
          'category', ${category}, 'tags', json(${tags}), 'createdAt', ${createdAt}, 'updatedAt', ${updatedAt})) as entries
          from ${characters} where ${and(isMeant, ...words.map(holds))}`,
    );
    return JSON.parse(entries) as CastEntry[];
  };
  // Two questions, each answered by an index alone; one with "or" would read every row.
  const isShown = eq(characters.visibility, "server");
  if (!reader) return found(isShown);
  return [...found(eq(ownerId, reader.id)), ...found(sql`${isShown} and ${ne(ownerId, reader.id)}`)];
}

/** What a list shows of these characters, those the reader may see. */
export async function listCastRows(db: Database, reader: Actor | null, ids: readonly string[]) {
  const { id, ownerId, name, sourceWork, firstWords, about, card, voiceId, pictureKey, visibility } =
    characters;
  // A card's JSON may be long; its nickname is asked for only where a placeholder may stand for it.
  const isFilled = sql`instr(${firstWords} || ${about}, '{{') or instr(${firstWords} || ${about}, '<')`;
  const nickname = sql<
    string | null
  >`case when ${isFilled} then json_extract(${card}, '$.data.nickname') end`;
  const rows = db
    .select({ id, ownerId, name, sourceWork, firstWords, about, nickname, voiceId, pictureKey, visibility })
    .from(characters)
    .where(inArray(id, [...ids]))
    .all();
  // Judged here: with the condition in the question every row of the owner's would be read.
  return rows.filter((row) => row.ownerId === reader?.id || row.visibility === "server");
}
export type CastRow = Awaited<ReturnType<typeof listCastRows>>[number];

/** Writes the owner's row if needed, the character, and the voice its card brought. */
export async function insertCharacter(
  db: Database,
  owner: Actor,
  character: NewCharacter,
  brought: NewCardVoice | null = null,
): Promise<CharacterRow> {
  await ensureUser(db, owner, character.createdAt);
  return db.transaction((tx) => {
    const row = tx
      .insert(characters)
      .values({ ...character, ownerId: owner.id })
      .returning()
      .get();
    if (brought)
      tx.insert(cardVoices)
        .values({ ...brought, characterId: row.id })
        .run();
    return row;
  });
}

/** One of the person's own; null for any other. */
export async function findOwnCharacter(
  db: Database,
  owner: Actor,
  id: string,
): Promise<Owned<CharacterRow> | null> {
  return ownedBy(owner, await findCharacter(db, owner, id));
}

/** Null where it is gone by now, or (with `version`) where it was changed since. */
export async function updateCharacter(
  db: Database,
  character: Owned<CharacterRow>,
  changes: CharacterChanges,
  version?: number,
): Promise<CharacterRow | null> {
  const isMeant = and(
    eq(characters.id, character.id),
    version === undefined ? undefined : eq(characters.version, version),
  );
  return (
    db
      .update(characters)
      .set({ ...changes, version: sql`${characters.version} + 1` })
      .where(isMeant)
      .returning()
      .get() ?? null
  );
}

/**
 * Removes a character, its place among favourites and the voice it brought; what was removed, null where it is gone
 * already.
 */
export async function deleteCharacter(
  db: Database,
  { id }: Owned<CharacterRow>,
): Promise<{ row: CharacterRow; keys: string[] } | null> {
  return db.transaction((tx) => {
    const brought = tx.select().from(cardVoices).where(eq(cardVoices.characterId, id)).get();
    const removed = tx.delete(characters).where(eq(characters.id, id)).returning().get();
    if (!removed) return null;
    tx.delete(favourites).where(eq(favourites.characterId, id)).run();
    return { row: removed, keys: brought?.clips.map(({ key }) => key) ?? [] };
  });
}

/** Whether any character, or a voice that came with one, still needs the files under this key. */
export async function isCharacterFileUsed(db: Database, _job: Internal, key: string): Promise<boolean> {
  const among = (list: SQLWrapper) =>
    sql`exists (select 1 from json_each(${list}) where json_extract(value, '$.key') = ${key})`;
  const ofCharacter = db
    .select({ id: characters.id })
    .from(characters)
    .where(or(eq(characters.pictureKey, key), among(characters.assets)))
    .limit(1);
  const ofVoice = db.select({ id: cardVoices.id }).from(cardVoices).where(among(cardVoices.clips)).limit(1);
  return ofCharacter.get() !== undefined || ofVoice.get() !== undefined;
}

/** Ids of the owner's favourites, newest first. */
export async function listFavourites(db: Database, owner: Actor): Promise<string[]> {
  return db
    .select({ id: favourites.characterId })
    .from(favourites)
    .where(eq(favourites.ownerId, owner.id))
    .orderBy(desc(favourites.createdAt))
    .all()
    .map(({ id }) => id);
}

export async function setFavourite(
  db: Database,
  owner: Actor,
  characterId: string,
  isFavourite: boolean,
  at: number,
): Promise<void> {
  if (!isFavourite) {
    db.delete(favourites)
      .where(and(eq(favourites.ownerId, owner.id), eq(favourites.characterId, characterId)))
      .run();
    return;
  }
  await ensureUser(db, owner, at);
  db.insert(favourites).values({ ownerId: owner.id, characterId, createdAt: at }).onConflictDoNothing().run();
}

/** The voices given to presets, by the preset's id. */
export async function listPresetVoices(db: Database): Promise<Map<string, string>> {
  const rows = db.select().from(presetVoices).all();
  return new Map(rows.map(({ characterId, voiceId }) => [characterId, voiceId]));
}

/** Null: it speaks with the one it ships with again. */
export async function setPresetVoice(
  db: Database,
  characterId: string,
  voiceId: string | null,
): Promise<void> {
  if (voiceId === null) {
    db.delete(presetVoices).where(eq(presetVoices.characterId, characterId)).run();
    return;
  }
  const row = { characterId, voiceId };
  db.insert(presetVoices)
    .values(row)
    .onConflictDoUpdate({ target: presetVoices.characterId, set: row })
    .run();
}

/** Gives a voice (null: the default one) to a character this reader may see; false where there is none. */
export async function setCharacterVoice(
  db: Database,
  _job: Internal,
  reader: Actor,
  id: string,
  voiceId: string | null,
  at: number,
): Promise<boolean> {
  const change = { voiceId, updatedAt: at, version: sql`${characters.version} + 1` };
  const isMeant = and(eq(characters.id, id), isSeenBy(reader));
  return db.update(characters).set(change).where(isMeant).run().changes > 0;
}

/** Who speaks with a voice: those everyone sees, by name, and how many more there are. */
export async function charactersOfVoice(
  db: Database,
  _job: Internal,
  voiceId: string,
): Promise<{ shown: Pick<CharacterRow, "id" | "name">[]; privateCount: number }> {
  const { id, name, visibility } = characters;
  const rows = db
    .select({ id, name, visibility })
    .from(characters)
    .where(eq(characters.voiceId, voiceId))
    .all();
  const shown = rows.filter((row) => row.visibility === "server");
  return {
    shown: shown.map((row) => ({ id: row.id, name: row.name })),
    privateCount: rows.length - shown.length,
  };
}
