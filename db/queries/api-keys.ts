import "server-only";
import { and, desc, eq, isNull, lt, or } from "drizzle-orm";
import type { Database } from "../client";
import { apiKeys, users } from "../schema";

export type ApiKeyRow = typeof apiKeys.$inferSelect;

export async function insertApiKey(db: Database, key: Omit<ApiKeyRow, "lastUsedAt">): Promise<void> {
  db.insert(apiKeys).values(key).run();
}

/** A person's keys, the newest first. */
export async function listApiKeys(db: Database, ownerId: string): Promise<ApiKeyRow[]> {
  return db
    .select()
    .from(apiKeys)
    .where(eq(apiKeys.ownerId, ownerId))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
    .all();
}

/** The key with its owner's kind; none of a person who is blocked. */
export async function findApiKey(db: Database, id: string) {
  const found = db
    .select({ key: apiKeys, ownerKind: users.kind })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.ownerId))
    .where(and(eq(apiKeys.id, id), isNull(users.blockedAt)))
    .get();
  return found ?? null;
}

/** Notes a use, unless one after `notedBefore` is noted already: reading is not to write each time. */
export async function touchApiKey(db: Database, id: string, now: number, notedBefore: number): Promise<void> {
  const isOld = or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, notedBefore));
  db.update(apiKeys)
    .set({ lastUsedAt: now })
    .where(and(eq(apiKeys.id, id), isOld))
    .run();
}

/** False where the person has no such key. */
export async function deleteApiKey(db: Database, ownerId: string, id: string): Promise<boolean> {
  const own = and(eq(apiKeys.id, id), eq(apiKeys.ownerId, ownerId));
  return db.delete(apiKeys).where(own).run().changes > 0;
}
