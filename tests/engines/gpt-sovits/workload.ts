import { now, sleepUntil } from "../clock";

/**
 * The engine's event loop: a non-streaming synthesis or a loading of weights runs on it, and until it is over
 * nothing else is answered, not even a probe.
 */
export class EventLoop {
  #held: Promise<void> | null = null;

  get blocked(): boolean {
    return this.#held !== null;
  }

  /** Waits until the loop takes the next thing. */
  async turn(): Promise<void> {
    while (this.#held) await this.#held;
  }

  /** Runs `work` alone. */
  async block(work: () => Promise<void>): Promise<void> {
    while (this.#held) await this.#held;
    let release = () => {};
    this.#held = new Promise((resolve) => {
      release = resolve;
    });
    try {
      await work();
    } finally {
      this.#held = null;
      release();
    }
  }
}

/** The one GPU: whatever is asked of it at the same time is done piece after piece. */
export class Gpu {
  #freeAt = 0;

  /**
   * Does `workMs` of work that cannot begin before `readyAt` (epoch ms); resolves with the moment it was done,
   * which is where the same synthesis goes on, so that timers' lateness does not add up.
   */
  async work(readyAt: number, workMs: number, life: AbortSignal): Promise<number> {
    const doneAt = Math.max(readyAt, this.#freeAt) + workMs;
    this.#freeAt = doneAt;
    await sleepUntil(doneAt, life);
    return doneAt;
  }

  /** The process died: what was planned is gone. */
  reset(): void {
    this.#freeAt = now();
  }
}
