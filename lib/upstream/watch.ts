import type { EngineHealth } from "./engine-context";

export interface WatchOptions {
  probe: (signal: AbortSignal) => Promise<EngineHealth>;
  /** True while our own work keeps the engine from answering: then it is up, and is not asked. */
  isWorking?: () => boolean;
  /** After each probe; a failing listener fails nobody. */
  onHealth?: (health: EngineHealth, signal: AbortSignal) => Promise<void>;
  /** How often a missing engine is looked for, and a present one is confirmed. */
  downIntervalMs?: number;
  upIntervalMs?: number;
}

/**
 * Watches one engine in the background, so that asking for its state costs nothing and one that starts
 * later is found by itself.
 */
export class EngineWatch {
  #health: EngineHealth = { state: "down", reason: "refused" };
  #checkedAt = 0;
  #latencyMs: number | null = null;
  #probing: Promise<EngineHealth> | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly #stop = new AbortController();

  constructor(private readonly options: WatchOptions) {}

  get health(): EngineHealth {
    return this.#health;
  }

  /** When it was last asked, ms since the epoch; null before the first time. */
  get checkedAt(): number | null {
    return this.#checkedAt || null;
  }

  /** How long the last probe took; null before the first. */
  get latencyMs(): number | null {
    return this.#latencyMs;
  }

  get isUsable(): boolean {
    return this.#health.state !== "down";
  }

  start(): void {
    if (this.#timer === null && !this.#stop.signal.aborted) void this.check();
  }

  stop(): void {
    this.#stop.abort();
    if (this.#timer) clearTimeout(this.#timer);
  }

  /** What a call of ours found out meanwhile; a missing engine is looked for again soon. */
  report(health: EngineHealth): void {
    this.#health = health;
    this.#schedule();
  }

  /** The state as of less than `maxAgeMs` ago; 0 asks anew. */
  async fresh(maxAgeMs: number): Promise<EngineHealth> {
    return Date.now() - this.#checkedAt < maxAgeMs ? this.#health : this.check();
  }

  /** Probes now; parallel calls share one probe. */
  check(): Promise<EngineHealth> {
    this.#probing ??= this.#probe().finally(() => {
      this.#probing = null;
      this.#schedule();
    });
    return this.#probing;
  }

  async #probe(): Promise<EngineHealth> {
    if (this.options.isWorking?.()) this.#health = { state: "up" };
    else {
      const askedAt = performance.now();
      this.#health = await this.options.probe(this.#stop.signal).catch(() => ({ state: "down" as const }));
      this.#latencyMs = Math.round(performance.now() - askedAt);
    }
    await this.options.onHealth?.(this.#health, this.#stop.signal).catch(() => {});
    // Only now: who needs what the listener learns waits for it.
    this.#checkedAt = Date.now();
    return this.#health;
  }

  #schedule(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#stop.signal.aborted) return;
    const { downIntervalMs = 1500, upIntervalMs = 5000 } = this.options;
    this.#timer = setTimeout(() => void this.check(), this.isUsable ? upIntervalMs : downIntervalMs);
    this.#timer.unref();
  }
}
