import "server-only";
import { and, eq, gt, inArray, isNotNull, lt, or, sql } from "drizzle-orm";
import { AppError } from "@/lib/contract/app-error";
import type { Database } from "../client";
import { formerUsers, ownerLinks, users } from "../schema";

export type User = typeof users.$inferSelect;

/** A database, or a transaction in it. */
export type Writing = Pick<Database, "select" | "insert" | "update" | "delete">;

/** How long a person who is gone is remembered: longer than any session lives. */
const REMEMBERED_MS = 400 * 24 * 3600_000;

/**
 * Writes the person's row if this is the first thing that is their own. Throws UNAUTHENTICATED for somebody who is
 * gone: a request that was under way does not bring them back.
 */
export async function ensureUser(
  db: Database,
  user: { id: string; kind: User["kind"] },
  now: number,
): Promise<void> {
  addUser(db, user, now);
}

/** As `ensureUser`, within a transaction too. */
export function addUser(tx: Writing, { id, kind }: Pick<User, "id" | "kind">, now: number): void {
  const isNew = tx.insert(users).values({ id, kind, createdAt: now }).onConflictDoNothing().run().changes > 0;
  if (!isNew) return;
  const isGone = tx.select().from(formerUsers).where(eq(formerUsers.id, id)).get() !== undefined;
  if (!isGone) return;
  tx.delete(users).where(eq(users.id, id)).run();
  throw new AppError("UNAUTHENTICATED");
}

/** Takes the person's row away with every row that is theirs, and remembers that they are gone. */
export function dropUser(tx: Writing, id: string, now: number): void {
  tx.delete(users).where(eq(users.id, id)).run();
  tx.insert(formerUsers).values({ id, leftAt: now }).onConflictDoNothing().run();
}

/** Whose sessions do not simply count: epochs and blocks that were set, and who is gone. */
export async function listStandings(
  db: Database,
  now: number,
): Promise<{ changed: Pick<User, "id" | "sessionEpoch" | "blockedAt">[]; gone: string[] }> {
  db.delete(formerUsers)
    .where(lt(formerUsers.leftAt, now - REMEMBERED_MS))
    .run();
  const changed = db
    .select({ id: users.id, sessionEpoch: users.sessionEpoch, blockedAt: users.blockedAt })
    .from(users)
    .where(or(gt(users.sessionEpoch, 0), isNotNull(users.blockedAt)))
    .all();
  const gone = db.select({ id: formerUsers.id }).from(formerUsers).all();
  return { changed, gone: gone.map(({ id }) => id) };
}

/** Voids the sessions of a person who has a row. Returns the epoch of those to come. */
export async function raiseSessionEpoch(db: Database, id: string): Promise<number> {
  const { epoch } = db
    .update(users)
    .set({ sessionEpoch: sql`${users.sessionEpoch} + 1` })
    .where(eq(users.id, id))
    .returning({ epoch: users.sessionEpoch })
    .get();
  return epoch;
}

/** False where there is no such person. */
export async function setBlockedAt(db: Database, id: string, blockedAt: number | null): Promise<boolean> {
  return db.update(users).set({ blockedAt }).where(eq(users.id, id)).run().changes > 0;
}

export async function findUser(db: Database, id: string): Promise<User | null> {
  return db.select().from(users).where(eq(users.id, id)).get() ?? null;
}

/** Whether somebody is an admin, by role or by a proven one of these addresses. */
export async function hasAdmin(db: Database, adminEmails: readonly string[]): Promise<boolean> {
  return isOwned(db, adminEmails);
}

function isOwned(db: Writing, adminEmails: readonly string[]): boolean {
  const isListed = and(isNotNull(users.emailVerified), inArray(users.email, [...adminEmails]));
  const admin = db
    .select({ id: users.id })
    .from(users)
    .where(or(eq(users.role, "admin"), isListed))
    .limit(1)
    .get();
  return admin !== undefined;
}

/** Makes the person an admin if there is none; every open owner link is void afterwards. */
export async function claimOwnership(
  db: Database,
  person: Pick<User, "id" | "kind">,
  adminEmails: readonly string[],
  now: number,
): Promise<boolean> {
  return db.transaction((tx) => {
    if (isOwned(tx, adminEmails)) return false;
    makeOwner(tx, person, now);
    return true;
  });
}

function makeOwner(tx: Writing, person: Pick<User, "id" | "kind">, now: number): void {
  addUser(tx, person, now);
  tx.update(users).set({ role: "admin" }).where(eq(users.id, person.id)).run();
  tx.delete(ownerLinks).run();
}

/** Keeps the hash of a new owner link; links that ran out are swept away. */
export async function insertOwnerLink(
  db: Database,
  link: { tokenHash: string; expiresAt: number },
  now: number,
): Promise<void> {
  db.transaction((tx) => {
    tx.delete(ownerLinks).where(lt(ownerLinks.expiresAt, now)).run();
    tx.insert(ownerLinks).values(link).run();
  });
}

/** Makes the person an admin if the link is still good; every open link is void afterwards. */
export async function redeemOwnerLink(
  db: Database,
  redemption: { tokenHash: string; userId: string; kind: User["kind"] },
  now: number,
): Promise<boolean> {
  return db.transaction((tx) => {
    const link = tx
      .select()
      .from(ownerLinks)
      .where(and(eq(ownerLinks.tokenHash, redemption.tokenHash), gt(ownerLinks.expiresAt, now)))
      .get();
    if (!link) return false;
    makeOwner(tx, { id: redemption.userId, kind: redemption.kind }, now);
    return true;
  });
}
