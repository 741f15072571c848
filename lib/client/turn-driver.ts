import { fields, number } from "@/lib/contract/shape";
import { ApiError, apiPost } from "./api-client";
import { type Clock, type Wake, waitForRetry } from "./retry-delay";
import type { Interruption, RoomSpeech } from "./room-speech";
import type { RoomStore } from "./room-store";
import { followTurn } from "./turn-stream";
import type { TurnWork } from "./turn-work";

/** Why a turn ended without its answer. */
export interface Refusal {
  code: string;
  message: string;
  status: number;
  retryAfterMs: number | null;
  details?: unknown;
}

export interface TurnDriverDependencies {
  store: RoomStore;
  speech: RoomSpeech;
  fetch: typeof fetch;
  clock: Clock;
  wake: Wake;
  offlineMessage: string;
  /** The work that brings the answer of a turn that broke off. */
  resume: (work: TurnWork) => TurnWork | null;
}

const isQueued = fields<{ place: number }>({ place: number });
const PAUSE_MS = { usual: 4000, least: 500, most: 10_000 } as const;
/** The next line waits this long for the server to hear that the last one was cut. */
const CANCEL_WAIT_MS = 1500;
/** So many broken connections in a row, and the page says that the server is gone; it keeps trying. */
const BREAKS_UNTIL_TOLD = 3;

/** Brings one turn at a time to its end: reconnects, waits for engines and seats, cancels. */
export class TurnDriver {
  #work: TurnWork | null = null;
  readonly #waiting = new Set<() => void>();

  constructor(private readonly dependencies: TurnDriverDependencies) {}

  /** The turn that is under way. */
  get work(): TurnWork | null {
    return this.#work;
  }

  /** Follows a turn in place of what was followed before. Resolves with why it was not answered, null otherwise. */
  async run(
    first: TurnWork,
    after: Promise<unknown> | null,
  ): Promise<{ work: TurnWork; refusal: Refusal | null }> {
    this.halt();
    this.#work = first;
    const { store } = this.dependencies;
    store.update({ phase: "connecting", problem: null, resumed: false });
    await after;
    for (let work = first; ; ) {
      const refusal = work.controller.signal.aborted ? null : await this.#follow(work);
      if (work.controller.signal.aborted) return { work, refusal: null };
      const isAwaitable = refusal !== null && isAwaited(refusal) && !work.stopWanted;
      const next = isAwaitable ? (work.failure ? this.dependencies.resume(work) : work) : null;
      if (!refusal || !next) {
        this.#work = null;
        store.update({ phase: "ready" });
        return { work, refusal };
      }
      await this.#pause(refusal, work.controller.signal);
      if (work.controller.signal.aborted) return { work, refusal: null };
      if (next !== work) this.#work = work = next;
    }
  }

  /** Leaves the turn to itself (it goes on at the server); returns it. */
  halt(): TurnWork | null {
    const work = this.#work;
    this.#work = null;
    work?.controller.abort();
    return work;
  }

  /** Ends a wait for an engine, a seat or the network now; false when nothing waits. */
  wakeUp(): boolean {
    const waiting = [...this.#waiting];
    for (const wake of waiting) wake();
    return waiting.length > 0;
  }

  /** True while a line waits for an engine, a seat or the network. */
  isWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** Tells the server that a turn is over and what of it was heard. Never rejects, never takes long. */
  async cancel({ turnId, report }: Pick<Interruption, "turnId" | "report">): Promise<void> {
    const { fetch } = this.dependencies;
    const signal = AbortSignal.timeout(CANCEL_WAIT_MS);
    const path = `/api/chat/turns/${encodeURIComponent(turnId)}/cancel`;
    await apiPost(path, report ?? {}, { fetch, signal }).catch(() => {});
  }

  /** One attempt, over as many connections as it takes. */
  async #follow(work: TurnWork): Promise<Refusal | null> {
    const { store, speech, ...rest } = this.dependencies;
    let wasBroken = false;
    try {
      await followTurn({
        ...rest,
        wake: this.#wake,
        start: work.start,
        signal: work.controller.signal,
        onEvent: (event) => {
          if (event.type === "turn") store.update({ problem: null });
          work.apply(event, store, speech);
          if (work.stopWanted && work.turnId !== null) this.#stopNamed(work, work.turnId);
        },
        onBreaks: (inARow) => {
          if (inARow === 0) {
            if (!work.stopWanted) store.update({ phase: this.#runningPhase(work) });
            store.update({ problem: null, resumed: wasBroken });
            return;
          }
          wasBroken = work.turnId !== null || work.options.base === null;
          if (work.stopWanted) return;
          store.update({ phase: "reconnecting" });
          if (inARow < BREAKS_UNTIL_TOLD) return;
          store.update({ problem: { code: "OFFLINE", message: rest.offlineMessage, action: "retry" } });
        },
      });
      return work.failure && { ...work.failure, status: 0, retryAfterMs: null };
    } catch (error) {
      if (error instanceof ApiError) return error;
      throw error;
    }
  }

  #stopNamed(work: TurnWork, turnId: string): void {
    const { store, speech } = this.dependencies;
    speech.interrupt();
    if (work.lineKey) store.changeLine(work.lineKey, { state: "interrupted" });
    void this.cancel({ turnId, report: null });
    this.halt();
    store.update({ phase: "ready" });
  }

  #runningPhase(work: TurnWork): "connecting" | "thinking" | "answering" {
    if (work.turnId === null) return "connecting";
    return work.lineKey && this.dependencies.store.line(work.lineKey)?.content ? "answering" : "thinking";
  }

  async #pause(refusal: Refusal, signal: AbortSignal): Promise<void> {
    const { store, clock } = this.dependencies;
    const { code, message, retryAfterMs } = refusal;
    const place = isQueued(refusal.details) ? refusal.details.place : null;
    // Waiting for a seat is no absence of an engine: the page shows it by the problem.
    const phase = code === "SERVICE_UNAVAILABLE" ? "paused" : "connecting";
    store.update({ phase, problem: { code, message, action: "retry", ...(place ? { place } : {}) } });
    const ms = Math.min(PAUSE_MS.most, Math.max(PAUSE_MS.least, retryAfterMs ?? PAUSE_MS.usual));
    await waitForRetry(ms, { clock, wake: this.#wake, signal });
  }

  readonly #wake: Wake = (listener) => {
    const unsubscribe = this.dependencies.wake(listener);
    this.#waiting.add(listener);
    return () => {
      unsubscribe();
      this.#waiting.delete(listener);
    };
  };
}

/** What ends by itself: an engine that is away, all seats taken. */
function isAwaited({ code }: Refusal): boolean {
  return code === "SERVICE_UNAVAILABLE" || code === "CAPACITY_REACHED";
}
