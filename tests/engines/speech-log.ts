/** One request as a speech server saw it. */
export interface SpeechServerRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  body: unknown;
  aborted: boolean;
}

/** What a speech server was asked, in order, and whether it works on anything. */
export class SpeechLog {
  readonly requests: SpeechServerRequest[] = [];
  /** Most syntheses at the same time. */
  maxConcurrent = 0;
  #working = 0;
  #idleWaiters: (() => void)[] = [];

  of(path: string): SpeechServerRequest[] {
    return this.requests.filter((request) => request.path === path);
  }

  begin(): void {
    this.#working += 1;
    this.maxConcurrent = Math.max(this.maxConcurrent, this.#working);
  }

  end(): void {
    this.#working -= 1;
    if (this.#working === 0) for (const tell of this.#idleWaiters.splice(0)) tell();
  }

  whenIdle(): Promise<void> {
    return this.#working === 0
      ? Promise.resolve()
      : new Promise((resolve) => this.#idleWaiters.push(resolve));
  }
}
