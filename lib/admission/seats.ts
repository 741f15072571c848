import { AppError } from "@/lib/contract/app-error";

/** Whose seat it is. `isOne`: a single person, who may have only so many; the principal `anonymous` is none. */
export interface Sitter {
  id: string;
  isOne: boolean;
}

export interface SeatsOptions {
  seats: number;
  /** Seats of one person; 0 = as many as there are. */
  perPerson: number;
  /** How long a seat is kept after its last turn. */
  holdMs: number;
  now: () => number;
}

export interface Seat {
  /** The turn is over; `isUsed` false: none began, and what was not held before is not held after. Once only. */
  release: (isUsed?: boolean) => void;
}

export interface SeatState {
  state: "seated" | "waiting" | "none";
  /** From 1; null where nobody waits. */
  place: number | null;
  expectedWaitMs: number | null;
}

interface Taken {
  sitter: Sitter;
  turns: number;
  isUsed: boolean;
  /** The seat goes back with the answer. */
  isBrief: boolean;
  since: number;
  /** Free from then on while no turn runs (ms since the epoch). */
  heldUntil: number;
}

interface Waiting {
  sitter: Sitter;
  isBrief: boolean;
  /** Gone when not asked again until then (ms since the epoch). */
  until: number;
}

const FIRST_GUESS_MS = 30_000;
const LONGEST_RETRY_S = 10;

/**
 * Who may talk at once. A seat that comes free goes at once to the first who waits and still asks, so that nobody
 * is seated before one who asked earlier. It keeps no timers: what has run out is noticed at the next call.
 */
export class Seats {
  readonly #taken = new Map<string, Taken>();
  /** In the order in which they first asked. */
  readonly #waiting = new Map<string, Waiting>();
  #averageMs = FIRST_GUESS_MS;

  constructor(private readonly options: SeatsOptions) {}

  /**
   * A seat for one turn of a session. Throws CAPACITY_REACHED with the place in the queue when there is none; asking
   * again within twice the `retry_after_ms` keeps that place. Whoever has a seat is never refused.
   */
  take(sessionId: string, sitter: Sitter, { isBrief }: { isBrief: boolean }): Seat {
    this.#settle();
    const key = keyOf(sitter, sessionId);
    const taken = this.#taken.get(key);
    if (taken) return this.#begin(key, taken);
    this.#moveIdleSeat(key, sitter, isBrief);
    const wait = this.#waiting.get(key) ?? { sitter, isBrief, until: Number.POSITIVE_INFINITY };
    if (!this.#taken.has(key)) this.#waiting.set(key, wait);
    this.#seatWaiting();
    const seated = this.#taken.get(key);
    if (seated) return this.#begin(key, seated);
    const place = this.#placeOf(key);
    const seconds = Math.min(LONGEST_RETRY_S, 1 + Math.ceil(place / 10));
    wait.until = this.options.now() + 2000 * seconds;
    const retryAfterMs = 1000 * seconds;
    throw new AppError("CAPACITY_REACHED", {
      params: { place },
      retryAfterMs,
      details: { session_id: sessionId, place, retry_after_ms: retryAfterMs },
    });
  }

  /** Gives up a session's seat, or its place in the queue. A running turn keeps the seat to its end. */
  leave(sessionId: string, sitter: Sitter): void {
    const key = keyOf(sitter, sessionId);
    this.#waiting.delete(key);
    const taken = this.#taken.get(key);
    if (taken) {
      taken.isBrief = true;
      taken.heldUntil = Number.NEGATIVE_INFINITY;
    }
    this.#settle();
  }

  /** Gives up every seat and place of one person, as `leave` does each. */
  leaveAll(sitterId: string): void {
    for (const [key, { sitter }] of this.#waiting) if (sitter.id === sitterId) this.#waiting.delete(key);
    for (const taken of this.#taken.values()) {
      if (taken.sitter.id !== sitterId) continue;
      taken.isBrief = true;
      taken.heldUntil = Number.NEGATIVE_INFINITY;
    }
    this.#settle();
  }

  /** Seats by whose they are. */
  byPerson(): Map<string, number> {
    this.#settle();
    const held = new Map<string, number>();
    for (const { sitter } of this.#taken.values()) held.set(sitter.id, (held.get(sitter.id) ?? 0) + 1);
    return held;
  }

  /** How a session stands. Asking this keeps no place. */
  state(sessionId: string, sitter: Sitter): SeatState {
    this.#settle();
    const key = keyOf(sitter, sessionId);
    if (this.#taken.has(key)) return { state: "seated", place: null, expectedWaitMs: null };
    if (!this.#waiting.has(key)) return { state: "none", place: null, expectedWaitMs: null };
    const place = this.#placeOf(key);
    const expectedWaitMs = Math.round((this.#averageMs * place) / this.options.seats);
    return { state: "waiting", place, expectedWaitMs };
  }

  /** How many there are, are taken, have a turn running, and wait. */
  counts(): { seats: number; taken: number; running: number; waiting: number } {
    this.#settle();
    const running = [...this.#taken.values()].filter(({ turns }) => turns > 0).length;
    return { seats: this.options.seats, taken: this.#taken.size, running, waiting: this.#waiting.size };
  }

  #begin(key: string, taken: Taken): Seat {
    taken.turns++;
    let isReleased = false;
    return {
      release: (isUsed = true) => {
        if (isReleased) return;
        isReleased = true;
        taken.turns--;
        taken.isUsed ||= isUsed;
        if (taken.turns > 0 || this.#taken.get(key) !== taken) return;
        const isHeld = taken.isUsed && !taken.isBrief;
        taken.heldUntil = this.options.now() + (isHeld ? this.options.holdMs : 0);
        this.#settle();
      },
    };
  }

  /** Frees what has run out and seats those who wait. */
  #settle(): void {
    const now = this.options.now();
    for (const [key, taken] of this.#taken) {
      if (taken.turns > 0 || taken.heldUntil > now) continue;
      this.#free(key, taken);
    }
    for (const [key, { until }] of this.#waiting) if (until <= now) this.#waiting.delete(key);
    this.#seatWaiting();
  }

  #free(key: string, { since }: Taken): void {
    this.#taken.delete(key);
    this.#averageMs += (this.options.now() - since - this.#averageMs) / 8;
  }

  /** A person who goes over to another play takes their seat with them. */
  #moveIdleSeat(to: string, sitter: Sitter, isBrief: boolean): void {
    if (this.#hasRoomFor(sitter)) return;
    for (const [key, taken] of this.#taken) {
      if (taken.sitter.id !== sitter.id || taken.turns > 0) continue;
      this.#taken.delete(key);
      this.#waiting.delete(to);
      this.#taken.set(to, { ...taken, isBrief, isUsed: false });
      return;
    }
  }

  #seatWaiting(): void {
    for (const [key, { sitter, isBrief, until }] of this.#waiting) {
      if (this.#taken.size >= this.options.seats) return;
      if (!this.#hasRoomFor(sitter)) continue;
      this.#waiting.delete(key);
      const since = this.options.now();
      this.#taken.set(key, { sitter, isBrief, turns: 0, isUsed: false, since, heldUntil: until });
    }
  }

  #hasRoomFor({ id, isOne }: Sitter): boolean {
    const { perPerson } = this.options;
    if (!isOne || perPerson === 0) return true;
    let own = 0;
    for (const taken of this.#taken.values()) if (taken.sitter.id === id) own++;
    return own < perPerson;
  }

  #placeOf(key: string): number {
    return [...this.#waiting.keys()].indexOf(key) + 1;
  }
}

/** A session's seat is its owner's: naming another's session neither takes nor shows it. */
function keyOf(sitter: Sitter, sessionId: string): string {
  return `${sitter.id} ${sessionId}`;
}
