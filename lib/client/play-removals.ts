import "client-only";
import type { Session } from "@/lib/contract/session";
import { ApiError, apiDelete } from "./api-client";
import { type Clock, systemClock } from "./retry-delay";

/** A play taken off the shelf can be put back for so long; then it is gone at the server, too. */
const UNDO_MS = 8000;

export interface PlayRemovalsSnapshot {
  /** What can be put back. */
  removed: Session | null;
  /** Ids that are not shown: taken off, or gone. */
  hidden: ReadonlySet<string>;
  /** Why one is back that was taken off; "" = none. */
  problem: string;
}

export interface PlayRemovalsOptions {
  offlineMessage: string;
  /** A play is gone at the server. */
  onGone: () => void;
  fetch?: typeof fetch;
  clock?: Clock;
}

/** Plays on their way off the shelf, one at a time: the next one taken off lets the one before go for good. */
export class PlayRemovals {
  readonly #subscribers = new Set<() => void>();
  #snapshot: PlayRemovalsSnapshot = { removed: null, hidden: new Set(), problem: "" };
  #timer: unknown = null;
  readonly #clock: Clock;

  constructor(private readonly options: PlayRemovalsOptions) {
    this.#clock = options.clock ?? systemClock;
  }

  getSnapshot = (): PlayRemovalsSnapshot => this.#snapshot;

  subscribe = (subscriber: () => void): (() => void) => {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  };

  remove(play: Session): void {
    void this.settle();
    this.#timer = this.#clock.setTimeout(() => void this.settle(), UNDO_MS);
    this.#set({ removed: play, hidden: new Set([...this.#snapshot.hidden, play.id]), problem: "" });
  }

  undo(): void {
    const { removed } = this.#snapshot;
    if (!removed) return;
    this.#clock.clearTimeout(this.#timer);
    this.#set({ removed: null, hidden: this.#without(removed.id) });
  }

  /** What was taken off is gone for good; `keepalive` where the page goes away. */
  async settle({ keepalive = false }: { keepalive?: boolean } = {}): Promise<void> {
    const { removed } = this.#snapshot;
    if (!removed) return;
    this.#clock.clearTimeout(this.#timer);
    this.#set({ removed: null });
    const { offlineMessage, fetch, onGone } = this.options;
    const path = `/api/sessions/${encodeURIComponent(removed.id)}`;
    try {
      await apiDelete(path, { offlineMessage, keepalive, ...(fetch ? { fetch } : {}) });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // Deleted elsewhere, it is gone all the same.
      if (error.code !== "NOT_FOUND") {
        this.#set({ hidden: this.#without(removed.id), problem: error.message || offlineMessage });
        return;
      }
    }
    onGone();
  }

  #without(id: string): Set<string> {
    return new Set([...this.#snapshot.hidden].filter((hidden) => hidden !== id));
  }

  #set(change: Partial<PlayRemovalsSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const subscriber of this.#subscribers) subscriber();
  }
}
