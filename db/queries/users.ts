import "server-only";
import { and, eq, gt, lt } from "drizzle-orm";
import type { Database } from "../client";
import { ownerLinks, users } from "../schema";

export type User = typeof users.$inferSelect;

/** Writes the person's row if this is the first thing that is their own. */
export async function ensureUser(
  db: Database,
  user: { id: string; kind: User["kind"] },
  now: number,
): Promise<void> {
  db.insert(users).values({ id: user.id, kind: user.kind, createdAt: now }).onConflictDoNothing().run();
}

export async function findUser(db: Database, id: string): Promise<User | null> {
  return db.select().from(users).where(eq(users.id, id)).get() ?? null;
}

export async function hasAdmin(db: Database): Promise<boolean> {
  return db.select({ id: users.id }).from(users).where(eq(users.role, "admin")).limit(1).get() !== undefined;
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
    tx.insert(users)
      .values({ id: redemption.userId, kind: redemption.kind, createdAt: now })
      .onConflictDoNothing()
      .run();
    tx.update(users).set({ role: "admin" }).where(eq(users.id, redemption.userId)).run();
    tx.delete(ownerLinks).run();
    return true;
  });
}
