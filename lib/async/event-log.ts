/**
 * An append-only log that any number of readers follow, each from the position it asks for and at its own
 * pace. Readers never slow the writer; the items live as long as the log or a reader of it does.
 */
export class EventLog<T> {
  readonly #items: T[] = [];
  readonly #sleepers = new Set<() => void>();
  #outcome: { error?: unknown } | null = null;

  /** How many items there are, which is also the index the next one gets. */
  get length(): number {
    return this.#items.length;
  }

  /** Whether `end` or `fail` was called. */
  get closed(): boolean {
    return this.#outcome !== null;
  }

  /** What there is so far, from `fromIndex` on. */
  snapshot(fromIndex = 0): T[] {
    return this.#items.slice(Math.max(0, fromIndex));
  }

  /** Throws once the log is closed: a late item would be lost to those who have already left. */
  append(item: T): void {
    if (this.#outcome) throw new Error("the log is closed");
    this.#items.push(item);
    this.#wake();
  }

  /** Nothing more comes; readers end after the last item. Does nothing on a closed log. */
  end(): void {
    this.#close({});
  }

  /** Broke off; readers get every item and then this error. Does nothing on a closed log. */
  fail(error: unknown): void {
    this.#close({ error });
  }

  /**
   * Every item from `fromIndex` on, then those still to come. Ends with the log and rejects with its
   * error. An abort rejects with the signal's reason at once; `return()` ends a waiting reader at once.
   */
  follow(fromIndex = 0, signal?: AbortSignal): AsyncIterableIterator<T> {
    let index = Math.max(0, fromIndex);
    let left = false;
    const waiting = new Set<() => void>();
    const wake = () => {
      for (const retry of [...waiting]) retry();
    };
    // Once for each reader: a listener for each item costs more than the item.
    signal?.addEventListener("abort", wake, { once: true });
    const isOver = () => signal?.removeEventListener("abort", wake);

    const next = () =>
      new Promise<IteratorResult<T>>((resolve, reject) => {
        const settle = (): boolean => {
          if (left) resolve({ done: true, value: undefined });
          else if (signal?.aborted) reject(signal.reason);
          else if (index < this.#items.length) {
            resolve({ done: false, value: this.#items[index++] as T });
            return true;
          } else if (!this.#outcome) return false;
          else if ("error" in this.#outcome) reject(this.#outcome.error);
          else resolve({ done: true, value: undefined });
          isOver();
          return true;
        };
        if (settle()) return;
        const retry = () => {
          if (!settle()) return;
          this.#sleepers.delete(retry);
          waiting.delete(retry);
        };
        this.#sleepers.add(retry);
        waiting.add(retry);
      });

    return {
      next,
      return: () => {
        left = true;
        wake();
        isOver();
        return Promise.resolve({ done: true, value: undefined });
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  #close(outcome: { error?: unknown }): void {
    if (this.#outcome) return;
    this.#outcome = outcome;
    this.#wake();
  }

  #wake(): void {
    for (const retry of [...this.#sleepers]) retry();
  }
}
