import type { Turn } from "./turn";

/** How long a turn's log can be followed after its end; afterwards the stored line answers. */
const KEPT_AFTER_END_MS = 10 * 60_000;

/** The turns whose logs are in memory, by id and by play. */
export class TurnRegistry {
  readonly #byId = new Map<string, Turn>();
  /** The newest turn of each play: the one that may still write or speak. */
  readonly #newest = new Map<string, Turn>();

  add(turn: Turn): void {
    const { id, playId } = turn.identity;
    this.#byId.set(id, turn);
    this.#newest.set(playId, turn);
    void turn.ended.then(() => {
      const timer = setTimeout(() => {
        this.#byId.delete(id);
        if (this.#newest.get(playId) === turn) this.#newest.delete(playId);
      }, KEPT_AFTER_END_MS);
      timer.unref();
    });
  }

  /** A turn of this owner's; null when its log is gone or it is another's. */
  find(ownerId: string, id: string): Turn | null {
    const turn = this.#byId.get(id);
    return turn?.identity.ownerId === ownerId ? turn : null;
  }

  newestOf(playId: string): Turn | null {
    return this.#newest.get(playId) ?? null;
  }

  /** The turn that is writing this message now. */
  writing(playId: string, messageId: string): Turn | null {
    const turn = this.#newest.get(playId);
    return turn && !turn.events.closed && turn.identity.messageId === messageId ? turn : null;
  }

  /** Stops whatever the play's newest turn still does, and waits until what it said is stored. */
  async cancelNewest(playId: string): Promise<void> {
    const turn = this.#newest.get(playId);
    if (!turn) return;
    turn.cancel();
    await turn.ended;
  }

  /** Stops everything and waits until it is stored. */
  async close(): Promise<void> {
    const running = [...this.#newest.values()];
    for (const turn of running) turn.cancel();
    await Promise.all(running.map((turn) => turn.ended));
  }
}
