import "server-only";
import { and, desc, eq, isNull, lt, or } from "drizzle-orm";
import type { Database } from "../client";
import { type Actor, allOwnedBy, type Internal, type Owned, ownedBy } from "../ownership";
import { apiKeys, users } from "../schema";

export type ApiKeyRow = typeof apiKeys.$inferSelect;

export async function insertApiKey(
  db: Database,
  owner: Actor,
  key: Omit<ApiKeyRow, "lastUsedAt" | "ownerId">,
): Promise<void> {
  db.insert(apiKeys)
    .values({ ...key, ownerId: owner.id })
    .run();
}

/** A person's keys, the newest first. */
export async function listApiKeys(db: Database, owner: Actor): Promise<Owned<ApiKeyRow>[]> {
  const rows = db
    .select()
    .from(apiKeys)
    .where(eq(apiKeys.ownerId, owner.id))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
    .all();
  return allOwnedBy(owner, rows);
}

/** One of the person's own; null for any other. */
export async function findOwnApiKey(
  db: Database,
  owner: Actor,
  id: string,
): Promise<Owned<ApiKeyRow> | null> {
  return ownedBy(owner, db.select().from(apiKeys).where(eq(apiKeys.id, id)).get());
}

/** The key with its owner's kind; none of a person who is blocked. */
export async function findApiKey(db: Database, _job: Internal, id: string) {
  const found = db
    .select({ key: apiKeys, ownerKind: users.kind })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.ownerId))
    .where(and(eq(apiKeys.id, id), isNull(users.blockedAt)))
    .get();
  return found ?? null;
}

/** Notes a use, unless one after `notedBefore` is noted already: reading is not to write each time. */
export async function touchApiKey(
  db: Database,
  _job: Internal,
  id: string,
  now: number,
  notedBefore: number,
): Promise<void> {
  const isOld = or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, notedBefore));
  db.update(apiKeys)
    .set({ lastUsedAt: now })
    .where(and(eq(apiKeys.id, id), isOld))
    .run();
}

export async function deleteApiKey(db: Database, key: Owned<ApiKeyRow>): Promise<void> {
  db.delete(apiKeys).where(eq(apiKeys.id, key.id)).run();
}
