import type { PullLine } from "./ollama-models";

/** Over how long the rate is taken. Milliseconds. */
const RATE_WINDOW_MS = 5_000;
const RATE_AFTER_MS = 500;

export type PullStep = "starting" | "downloading" | "finishing";

/** Sums up a download's files. What was on the disk before counts as done, and not for the rate. */
export class PullProgress {
  readonly #files = new Map<string, { completed: number | null; total: number }>();
  readonly #samples: { at: number; bytes: number }[] = [];
  #received = 0;
  step: PullStep = "starting";

  constructor(private readonly now: () => number) {}

  add({ status, digest, total, completed }: PullLine): void {
    if (digest === undefined || total === undefined) {
      if (this.#files.size > 0 && !status.startsWith("pulling")) this.step = "finishing";
      return;
    }
    this.step = "downloading";
    const file = this.#files.get(digest);
    const before = file?.completed ?? null;
    // A file's first line does not tell what of it is on the disk.
    const done = completed === undefined ? before : Math.min(Math.max(completed, before ?? 0), total);
    if (done !== null && before !== null) this.#received += done - before;
    this.#files.set(digest, { completed: done, total });
    const at = this.now();
    this.#samples.push({ at, bytes: this.#received });
    while ((this.#samples[1]?.at ?? at) < at - RATE_WINDOW_MS) this.#samples.shift();
  }

  /** Bytes; the total grows as files become known. */
  get bytes(): { completed: number; total: number } {
    let completed = 0;
    let total = 0;
    for (const file of this.#files.values()) {
      completed += file.completed ?? 0;
      total += file.total;
    }
    return { completed, total };
  }

  /** Bytes per second; null while too little is known, or nothing is downloaded. */
  get rate(): number | null {
    const first = this.#samples[0];
    if (!first || this.step !== "downloading") return null;
    const elapsed = this.now() - first.at;
    return elapsed < RATE_AFTER_MS ? null : Math.round(((this.#received - first.bytes) * 1000) / elapsed);
  }
}
