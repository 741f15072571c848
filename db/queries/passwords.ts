import "server-only";
import { count, eq } from "drizzle-orm";
import type { Database } from "../client";
import { passwords, serverSettings, users } from "../schema";
import { becomeAccount } from "./sign-in";
import { addUser, type User } from "./users";

const REGISTRATION = "registration_open";

/** The person who signs in under this name, with their password's hash; null where there is none. */
export async function findByLogin(db: Database, login: string): Promise<{ user: User; hash: string } | null> {
  const found = db
    .select({ user: users, hash: passwords.hash })
    .from(passwords)
    .innerJoin(users, eq(users.id, passwords.userId))
    .where(eq(passwords.login, login))
    .get();
  return found ?? null;
}

export async function findPassword(
  db: Database,
  userId: string,
): Promise<typeof passwords.$inferSelect | null> {
  return db.select().from(passwords).where(eq(passwords.userId, userId)).get() ?? null;
}

/**
 * Makes a person an account with a name and a password: the guest of this id, with everything they have, or somebody
 * new. Their sessions so far are void. Returns the epoch of those to come; null where the name is taken.
 */
export async function addPasswordAccount(
  db: Database,
  { id, login, name, hash }: { id: string; login: string; name: string; hash: string },
  now: number,
): Promise<number | null> {
  return db.transaction((tx) => {
    const taken = tx.select({ id: passwords.userId }).from(passwords).where(eq(passwords.login, login)).get();
    if (taken) return null;
    addUser(tx, { id, kind: "guest" }, now);
    const epoch = becomeAccount(tx, id);
    tx.update(users).set({ name }).where(eq(users.id, id)).run();
    tx.insert(passwords).values({ userId: id, login, hash, updatedAt: now }).run();
    return epoch;
  });
}

/** False where the person signs in without one. */
export async function setPassword(db: Database, userId: string, hash: string, now: number): Promise<boolean> {
  const done = db.update(passwords).set({ hash, updatedAt: now }).where(eq(passwords.userId, userId)).run();
  return done.changes > 0;
}

/** Whether anybody signs in with a name and a password. */
export async function hasPasswords(db: Database): Promise<boolean> {
  return (db.select({ rows: count() }).from(passwords).get()?.rows ?? 0) > 0;
}

/** Whether strangers may make accounts for themselves. */
export async function isRegistrationOpen(db: Database): Promise<boolean> {
  const row = db.select().from(serverSettings).where(eq(serverSettings.key, REGISTRATION)).get();
  return row?.value === true;
}

export async function setRegistrationOpen(db: Database, isOpen: boolean): Promise<void> {
  const row = { key: REGISTRATION, value: isOpen };
  db.insert(serverSettings).values(row).onConflictDoUpdate({ target: serverSettings.key, set: row }).run();
}
