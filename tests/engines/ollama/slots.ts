/** As many answers at once as the server has slots; the rest wait in order, without a limit. */
export class Slots {
  #taken = 0;
  #waiting: (() => void)[] = [];

  /** Resolves with true when a slot is there, with false when the client went away while it waited. */
  take(size: number, gone: AbortSignal): Promise<boolean> {
    if (gone.aborted) return Promise.resolve(false);
    if (this.#taken < size) {
      this.#taken += 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const leave = () => {
        this.#waiting = this.#waiting.filter((other) => other !== enter);
        resolve(false);
      };
      const enter = () => {
        gone.removeEventListener("abort", leave);
        resolve(true);
      };
      gone.addEventListener("abort", leave, { once: true });
      this.#waiting.push(enter);
    });
  }

  /** Hands the slot to the next one waiting. */
  release(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken -= 1;
  }
}
