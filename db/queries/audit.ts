import "server-only";
import { and, desc, eq, lt, lte, ne } from "drizzle-orm";
import type { Database } from "../client";
import { auditEvents, users } from "../schema";
import type { Writing } from "./users";

export type AuditEvent = typeof auditEvents.$inferSelect;

/** What anybody can cause without being anybody: it never pushes out what was done. */
export const FAILED_SIGN_IN = "sign_in.failed";

/** Adds an event and lets go of those before the newest `kept` of its sort: what was done, or failed sign-ins. */
export async function insertAuditEvent(
  db: Database,
  event: Omit<AuditEvent, "id">,
  kept: number,
): Promise<void> {
  db.transaction((tx) => {
    tx.insert(auditEvents).values(event).run();
    const isAlike =
      event.action === FAILED_SIGN_IN
        ? eq(auditEvents.action, FAILED_SIGN_IN)
        : ne(auditEvents.action, FAILED_SIGN_IN);
    const first = tx
      .select({ id: auditEvents.id })
      .from(auditEvents)
      .where(isAlike)
      .orderBy(desc(auditEvents.id))
      .limit(1)
      .offset(kept)
      .get();
    if (first)
      tx.delete(auditEvents)
        .where(and(isAlike, lte(auditEvents.id, first.id)))
        .run();
  });
}

/** Newest first, from before this one on (all for null), each with what its person is called now. */
export async function listAuditEvents(db: Database, before: number | null, limit: number) {
  return db
    .select({ event: auditEvents, name: users.name, email: users.email })
    .from(auditEvents)
    .leftJoin(users, eq(users.id, auditEvents.actorId))
    .where(before === null ? undefined : lt(auditEvents.id, before))
    .orderBy(desc(auditEvents.id))
    .limit(limit)
    .all();
}

/** Somebody is gone: where they came from is nobody's business any more. */
export function forgetAddresses(tx: Writing, actorId: string): void {
  tx.update(auditEvents).set({ address: null }).where(eq(auditEvents.actorId, actorId)).run();
}
