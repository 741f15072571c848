import { now } from "../clock";
import type { ChatLine } from "./options";

/** One piece of an answer's text and when it was sent (epoch ms on the simulators' clock). */
export interface SentToken {
  text: string;
  at: number;
}

/** One `/api/chat` as the engine saw it. Times are epoch ms. */
export interface OllamaRequest {
  index: number;
  body: Record<string, unknown>;
  model: string;
  /** What the model saw, after the oldest lines that did not fit were dropped. */
  messages: ChatLine[];
  droppedMessages: number;
  status: number | null;
  receivedAt: number;
  /** When it was given a slot. */
  startedAt: number | null;
  tokens: SentToken[];
  thinkingTokens: number;
  finishedAt: number | null;
  abortedAt: number | null;
  /** The client closed the connection before the answer was complete. */
  aborted: boolean;
  /** The answer was sent to its end (also when its end was a fault). */
  finished: boolean;
  fault: string | null;
}

export class OllamaLog {
  readonly requests: OllamaRequest[] = [];
  /** Every path that was asked, in order, `/api/chat` too. */
  readonly paths: string[] = [];
  /** How often a model was loaded; a changed `num_ctx` loads it again. */
  loads = 0;
  #open = new Set<OllamaRequest>();
  #waiters: (() => void)[] = [];

  /** No request is waiting or being answered. */
  get idle(): boolean {
    return this.#open.size === 0;
  }

  whenIdle(): Promise<void> {
    if (this.idle) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  /** Forgets what is over; what runs stays. */
  clear(): void {
    this.requests.splice(0, this.requests.length, ...this.#open);
    this.paths.length = 0;
    this.loads = 0;
  }

  receive(body: Record<string, unknown>, receivedAt: number): OllamaRequest {
    const request: OllamaRequest = {
      index: this.requests.length,
      body,
      model: typeof body.model === "string" ? body.model : "",
      messages: [],
      droppedMessages: 0,
      status: null,
      receivedAt,
      startedAt: null,
      tokens: [],
      thinkingTokens: 0,
      finishedAt: null,
      abortedAt: null,
      aborted: false,
      finished: false,
      fault: null,
    };
    this.requests.push(request);
    this.#open.add(request);
    return request;
  }

  close(request: OllamaRequest, outcome: "finished" | "aborted"): void {
    if (!this.#open.delete(request)) return;
    request[outcome] = true;
    request[outcome === "finished" ? "finishedAt" : "abortedAt"] = now();
    if (this.idle) for (const wake of this.#waiters.splice(0)) wake();
  }
}
