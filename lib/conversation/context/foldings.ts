interface Folding {
  abort: AbortController;
  ended: Promise<void>;
}

/** The foldings that go on in the background: one for each play, and none that keeps a person waiting. */
export class Foldings {
  readonly #running = new Map<string, Folding>();
  #isClosed = false;

  /** Starts one unless one is running. `fold` tells its own failures. */
  begin(playId: string, fold: (signal: AbortSignal) => Promise<void>): void {
    if (this.#isClosed || this.#running.has(playId)) return;
    const abort = new AbortController();
    const ended = fold(abort.signal).finally(() => this.#running.delete(playId));
    this.#running.set(playId, { abort, ended });
  }

  /** Resolves when the play's folding is over, or the one who waits is told to stop. */
  async wait(playId: string, signal: AbortSignal): Promise<void> {
    const folding = this.#running.get(playId);
    if (!folding || signal.aborted) return;
    await new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
      void folding.ended.then(resolve);
    });
  }

  /** Stops the play's folding, so that the engine is free for the play; resolves when it is over. */
  async interrupt(playId: string): Promise<void> {
    const folding = this.#running.get(playId);
    folding?.abort.abort();
    await folding?.ended;
  }

  /** Stops everything, for good. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#running.keys()].map((playId) => this.interrupt(playId)));
  }
}
