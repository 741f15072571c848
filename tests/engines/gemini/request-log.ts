import type { GeminiContent } from "./options";

/** One `generateContent` or `streamGenerateContent` as the service saw it. */
export interface GeminiRequest {
  method: string;
  model: string;
  key: string | null;
  /** The whole address, to see that no key is in it. */
  url: string;
  body: {
    contents?: GeminiContent[];
    systemInstruction?: GeminiContent;
    generationConfig?: Record<string, unknown>;
    safetySettings?: { category: string; threshold: string }[];
  };
  status: number | null;
  /** The client closed the connection before the answer was complete. */
  aborted: boolean;
  finished: boolean;
}

export class GeminiLog {
  readonly requests: GeminiRequest[] = [];
  /** Every path asked, with its query. */
  readonly paths: string[] = [];
  #open = new Set<GeminiRequest>();
  #waiters: (() => void)[] = [];

  receive(request: GeminiRequest): void {
    this.requests.push(request);
    this.#open.add(request);
  }

  close(request: GeminiRequest, outcome: "finished" | "aborted"): void {
    if (!this.#open.delete(request)) return;
    request[outcome] = true;
    if (this.#open.size === 0) for (const wake of this.#waiters.splice(0)) wake();
  }

  /** Resolves when no request is being answered. */
  whenIdle(): Promise<void> {
    if (this.#open.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }
}
