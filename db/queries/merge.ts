import "server-only";
import { and, count, eq, inArray, sql } from "drizzle-orm";
import { alias, getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "../client";
import type { Actor } from "../ownership";
import * as schema from "../schema";
import {
  apiKeys,
  audioFiles,
  characters,
  favourites,
  messages,
  personas,
  plays,
  segments,
  users,
  voices,
} from "../schema";
import { dropUser, type Writing } from "./users";

/** Every column that says whose a row is, found in the schema: a table added later is merged as well. */
const OWNER_COLUMNS = Object.values(schema)
  .filter((value) => value instanceof SQLiteTable)
  .flatMap((table) =>
    getTableConfig(table).foreignKeys.flatMap((key) => {
      const { foreignTable, columns, foreignColumns } = key.reference();
      const [column] = columns;
      return foreignTable === users && foreignColumns[0] === users.id && column ? [{ table, column }] : [];
    }),
  );

/** What a person has that they would miss. */
export interface Belongings {
  plays: number;
  characters: number;
  favourites: number;
  voices: number;
  keys: number;
}

export async function countBelongings(db: Database, { id }: Actor): Promise<Belongings> {
  const having = (
    table: typeof plays | typeof characters | typeof favourites | typeof voices | typeof apiKeys,
  ) => db.select({ rows: count() }).from(table).where(eq(table.ownerId, id)).get()?.rows ?? 0;
  return {
    plays: having(plays),
    characters: having(characters),
    favourites: having(favourites),
    voices: having(voices),
    keys: having(apiKeys),
  };
}

/**
 * Everything of the guest's becomes the account's, their role too, and the guest is gone. Where both have what there
 * is only one of (a favourite, a setting), the account's stays.
 */
export async function mergeUsers(db: Database, guest: Actor, account: Actor, now: number): Promise<void> {
  const [guestId, accountId] = [guest.id, account.id];
  db.transaction((tx) => {
    const row = tx.select().from(users).where(eq(users.id, guestId)).get();
    joinSettings(tx, row?.settings ?? null, accountId);
    joinPersonas(tx, guestId, accountId);
    joinAudioFiles(tx, guestId, accountId);
    for (const { table, column } of OWNER_COLUMNS)
      tx.run(
        sql`UPDATE OR IGNORE ${table} SET ${sql.identifier(column.name)} = ${accountId} WHERE ${column} = ${guestId}`,
      );
    if (row?.role === "admin") tx.update(users).set({ role: "admin" }).where(eq(users.id, accountId)).run();
    dropUser(tx, guestId, now);
  });
}

/** What the account has set stays; what it has not is as the guest had it. */
function joinSettings(tx: Writing, settings: Record<string, unknown> | null, accountId: string): void {
  if (!settings) return;
  const account = tx.select({ settings: users.settings }).from(users).where(eq(users.id, accountId)).get();
  tx.update(users)
    .set({ settings: { ...settings, ...account?.settings } })
    .where(eq(users.id, accountId))
    .run();
}

/** The account's default persona stays the one. */
function joinPersonas(tx: Writing, guestId: string, accountId: string): void {
  const isDefault = and(eq(personas.ownerId, accountId), eq(personas.isDefault, true));
  if (!tx.select({ id: personas.id }).from(personas).where(isDefault).get()) return;
  tx.update(personas).set({ isDefault: false }).where(eq(personas.ownerId, guestId)).run();
}

/** A sound both have is one file of the account's: the guest's lines are to name that one. */
function joinAudioFiles(tx: Writing, guestId: string, accountId: string): void {
  const kept = alias(audioFiles, "kept");
  const twice = tx
    .select({ id: audioFiles.id, keptId: kept.id })
    .from(audioFiles)
    .innerJoin(kept, and(eq(kept.clipKey, audioFiles.clipKey), eq(kept.ownerId, accountId)))
    .where(eq(audioFiles.ownerId, guestId))
    .all();
  const own = tx.select({ id: plays.id }).from(plays).where(eq(plays.ownerId, guestId));
  const lines = tx.select({ id: messages.id }).from(messages).where(inArray(messages.playId, own));
  for (const { id, keptId } of twice) {
    tx.update(messages)
      .set({ audioFileId: keptId })
      .where(and(eq(messages.audioFileId, id), inArray(messages.playId, own)))
      .run();
    tx.update(segments)
      .set({ audioFileId: keptId })
      .where(and(eq(segments.audioFileId, id), inArray(segments.messageId, lines)))
      .run();
  }
}
