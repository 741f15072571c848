import type { RateLimit } from "./rate-limit";
import type { Seats, Sitter } from "./seats";

/** What stands at the door: seats for turns, and limits on what costs the engines' time. */
export interface Admission {
  seats: Seats;
  turns: RateLimit;
  syntheses: RateLimit;
}

interface Caller {
  id: string;
  kind: string;
  address?: string;
}

export function toSitter({ id, kind }: Caller): Sitter {
  return { id, isOne: kind !== "anonymous" };
}

/** Counts one for this caller. Throws RATE_LIMITED when it is one too many. */
export function spend(limit: RateLimit, { id, kind, address }: Caller): void {
  limit.spend({ personId: kind === "anonymous" ? null : id, address });
}
