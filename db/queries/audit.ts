import "server-only";
import { desc, eq, lt, lte } from "drizzle-orm";
import type { Database } from "../client";
import { auditEvents, users } from "../schema";
import type { Writing } from "./users";

export type AuditEvent = typeof auditEvents.$inferSelect;

/** Adds an event and lets go of those before the newest `kept`. */
export async function insertAuditEvent(
  db: Database,
  event: Omit<AuditEvent, "id">,
  kept: number,
): Promise<void> {
  db.transaction((tx) => {
    const { id } = tx.insert(auditEvents).values(event).returning({ id: auditEvents.id }).get();
    tx.delete(auditEvents)
      .where(lte(auditEvents.id, id - kept))
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
