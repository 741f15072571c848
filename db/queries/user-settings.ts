import "server-only";
import { eq } from "drizzle-orm";
import type { Database } from "../client";
import type { Actor } from "../ownership";
import { users } from "../schema";
import { addUser } from "./users";

/** What the person has set; empty where there is no such person. */
export async function findUserSettings(db: Database, { id }: Actor): Promise<Record<string, unknown>> {
  return db.select({ settings: users.settings }).from(users).where(eq(users.id, id)).get()?.settings ?? {};
}

/** Lays the changes over what was set. Returns the whole. */
export async function mergeUserSettings(
  db: Database,
  user: Actor,
  changes: Record<string, unknown>,
  now: number,
): Promise<Record<string, unknown>> {
  return db.transaction((tx) => {
    addUser(tx, user, now);
    const stored = tx.select({ settings: users.settings }).from(users).where(eq(users.id, user.id)).get();
    const settings = { ...stored?.settings, ...changes };
    tx.update(users).set({ settings }).where(eq(users.id, user.id)).run();
    return settings;
  });
}
