import "server-only";
import type { Database } from "@/db/client";
import { ensureUser, listStandings, raiseSessionEpoch, setBlockedAt } from "@/db/queries/users";
import type { Actor } from "./actor";

/** Whether a person's sessions still count. */
export interface Standing {
  /** Sessions made under an earlier one are void; infinite for somebody who is gone. */
  epoch: number;
  isBlocked: boolean;
}

const USUAL: Standing = { epoch: 0, isBlocked: false };

/**
 * Everybody's standing, in memory: every request asks for it. Only what differs from the usual is kept, and what
 * changes it goes through here, so that the next request knows.
 */
export class Standings {
  readonly #unusual: Map<string, Standing>;

  private constructor(
    private readonly db: Database,
    unusual: Map<string, Standing>,
  ) {
    this.#unusual = unusual;
  }

  static async load(db: Database, now: number): Promise<Standings> {
    const { changed, gone } = await listStandings(db, now);
    return new Standings(
      db,
      new Map([
        ...changed.map(({ id, sessionEpoch, blockedAt }): [string, Standing] => [
          id,
          { epoch: sessionEpoch, isBlocked: blockedAt !== null },
        ]),
        ...gone.map((id): [string, Standing] => [id, { epoch: Number.POSITIVE_INFINITY, isBlocked: false }]),
      ]),
    );
  }

  of = (id: string): Standing => this.#unusual.get(id) ?? USUAL;

  /** Every session of the person's is void from now on; API keys stay. */
  async endSessions(actor: Actor, now: number): Promise<void> {
    await ensureUser(this.db, actor, now);
    this.noteEpoch(actor.id, await raiseSessionEpoch(this.db, actor.id));
  }

  /** What a query has written already. */
  noteEpoch(id: string, epoch: number): void {
    this.#unusual.set(id, { ...this.of(id), epoch });
  }

  /** A query has deleted the person. */
  noteGone(id: string): void {
    this.noteEpoch(id, Number.POSITIVE_INFINITY);
  }

  /** From now on the person may do nothing, or again everything. False where there is no such person. */
  async setBlocked(id: string, isBlocked: boolean, now: number): Promise<boolean> {
    if (!(await setBlockedAt(this.db, id, isBlocked ? now : null))) return false;
    this.#unusual.set(id, { ...this.of(id), isBlocked });
    return true;
  }
}
