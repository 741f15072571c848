import "server-only";
import type { Logger } from "pino";
import type { Database } from "@/db/client";
import { FAILED_SIGN_IN, insertAuditEvent, listAuditEvents } from "@/db/queries/audit";
import { type Actor, ANONYMOUS, seenFrom } from "@/lib/auth/actor";
import type { AuditPage } from "@/lib/contract/people";
import { unknownCursor } from "@/lib/contract/time-cursor";

export interface AuditOptions {
  db: Database;
  logger: Logger;
  now: () => number;
  /** Events that are kept; older ones are let go. Of failed sign-ins a tenth. */
  kept?: number;
}

export interface Act {
  /** `sign_in.…`, `sign_out.…`, `account.…`, or an admin's by its method and address. */
  action: string;
  target?: string | null;
  /** Names and switches. Never a secret, an address with credentials, or what people say. */
  details?: Record<string, string | number | boolean>;
}

export interface FailedSignIn {
  provider: "google" | "password";
  /** `wrong`, `blocked`, `too_many_tries`, or why Google's answer was not taken. */
  reason: string;
  address: string | undefined;
  accountId?: string;
}

const KEPT = 10_000;

/** Who signed in and what admins did: kept apart from the log, bounded, shown at /admin/people. */
export class Audit {
  constructor(private readonly options: AuditOptions) {}

  /** Never rejects: what was done is done. */
  async note(actor: Actor, { action, target = null, details = {} }: Act): Promise<void> {
    const { db, logger, now, kept = KEPT } = this.options;
    const event = { at: now(), actorId: actor.id, address: actor.address ?? null, action, target, details };
    try {
      await insertAuditEvent(db, event, action === FAILED_SIGN_IN ? Math.ceil(kept / 10) : kept);
    } catch (error) {
      logger.error({ err: error, action }, "an act could not be audited");
    }
  }

  /**
   * Nobody was signed in: by what, why, from where, and to whose account where that is known. Never what was typed: a
   * password may have been typed for the name.
   */
  async noteFailedSignIn({ provider, reason, address, accountId }: FailedSignIn): Promise<void> {
    const act = { action: FAILED_SIGN_IN, target: accountId ?? null, details: { provider, reason } };
    await this.note(seenFrom(ANONYMOUS, address ?? null), act);
  }

  /** Newest first. An unknown cursor is VALIDATION_ERROR. */
  async list({ limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<AuditPage> {
    if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw unknownCursor();
    const before = cursor === undefined ? null : Number(cursor);
    const rows = await listAuditEvents(this.options.db, before, limit + 1);
    const page = rows.slice(0, limit);
    return {
      events: page.map(({ event, name, email }) => ({
        id: event.id,
        at: new Date(event.at).toISOString(),
        actor: { id: event.actorId, name, email },
        address: event.address,
        action: event.action,
        target: event.target,
        details: event.details ?? {},
      })),
      next_cursor: rows.length > limit ? String(page.at(-1)?.event.id) : null,
    };
  }
}
