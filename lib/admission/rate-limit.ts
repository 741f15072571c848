import { AppError } from "@/lib/contract/app-error";

/** Who asks: a person (null for the principal `anonymous`, who is none) and the address they ask from. */
export interface Asker {
  personId: string | null;
  address: string | undefined;
}

const WINDOW_MS = 60_000;
/** Several people may share an address. */
const PER_ADDRESS = 10;

/** So many in any minute, for each person and, tenfold, for each address. */
export class RateLimit {
  /** Times of the last minute, oldest first. */
  readonly #spent = new Map<string, number[]>();
  #sweptAt = 0;

  /** @param perMinute 0 = no limit */
  constructor(
    private readonly perMinute: number,
    private readonly now: () => number,
  ) {}

  /** Counts one. Throws RATE_LIMITED, and counts nothing, when that would be one too many. */
  spend({ personId, address }: Asker): void {
    if (this.perMinute === 0) return;
    const now = this.now();
    this.#sweep(now);
    const keys = [
      ...(personId === null ? [] : [{ key: `person ${personId}`, limit: this.perMinute }]),
      ...(address === undefined
        ? []
        : [{ key: `address ${networkOf(address)}`, limit: this.perMinute * PER_ADDRESS }]),
    ];
    const windows = keys.map(({ key, limit }) => ({ key, limit, times: this.#recent(key, now) }));
    for (const { limit, times } of windows) {
      const first = times.at(-limit);
      if (first === undefined) continue;
      throw new AppError("RATE_LIMITED", { retryAfterMs: first + WINDOW_MS - now });
    }
    for (const { key, times } of windows) this.#spent.set(key, [...times, now]);
  }

  /** Counts one where that is not one too many; whether it did. */
  isFree(asker: Asker): boolean {
    try {
      this.spend(asker);
      return true;
    } catch {
      return false;
    }
  }

  #recent(key: string, now: number): number[] {
    return (this.#spent.get(key) ?? []).filter((time) => time > now - WINDOW_MS);
  }

  #sweep(now: number): void {
    if (now - this.#sweptAt < WINDOW_MS) return;
    this.#sweptAt = now;
    for (const key of this.#spent.keys()) if (this.#recent(key, now).length === 0) this.#spent.delete(key);
  }
}

/** Whoever has one IPv6 address has the 2^64 beside it: they count as one. */
function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const groups = (text = "") => text.split(":").filter((group) => group !== "");
  const [before, after] = [groups(head), groups(tail)];
  const zeros = tail === undefined ? [] : Array(Math.max(0, 8 - before.length - after.length)).fill("0");
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, "").toLowerCase())
    .join(":");
}
