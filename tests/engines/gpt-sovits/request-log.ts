import { now } from "../clock";

/** One request as the engine saw it. Times are epoch ms on the simulators' clock. */
export interface GptSovitsRequest {
  index: number;
  method: string;
  /** Path without the query. */
  endpoint: string;
  /** What was sent: the parsed JSON body, else the query. */
  body: unknown;
  /** Answered status; null while there is none. */
  status: number | null;
  text: string;
  textLang: string;
  refAudioPath: string;
  promptText: string;
  mode: number;
  seed: number;
  receivedAt: number;
  /** When the first byte of sound was sent. */
  firstByteAt: number | null;
  /** When the whole answer had been sent. */
  finishedAt: number | null;
  /** When the client closed the connection before that. */
  abortedAt: number | null;
  aborted: boolean;
  /** The engine itself broke the connection off. */
  dropped: boolean;
  /** Was synthesised at the same time as another request whose client was still listening. */
  crossed: boolean;
  /** Was synthesised while the engine was still finishing a segment nobody listens to any more. */
  overlappedAborted: boolean;
  /** The fault it met. */
  fault: string | null;
}

/** Everything the engine was asked, in order, and how much of it at once. */
export class GptSovitsLog {
  readonly requests: GptSovitsRequest[] = [];
  /** Most `/tts` requests that waited for their answer at the same time. */
  maxConcurrent = 0;
  #waiting = new Set<GptSovitsRequest>();
  #synthesising = new Set<GptSovitsRequest>();
  #idleWaiters: (() => void)[] = [];

  get syntheses(): GptSovitsRequest[] {
    return this.requests.filter((request) => request.endpoint === "/tts");
  }

  /** Nothing waits for an answer and nothing is being synthesised, not even for nobody. */
  get idle(): boolean {
    return this.#waiting.size === 0 && this.#synthesising.size === 0;
  }

  whenIdle(): Promise<void> {
    if (this.idle) return Promise.resolve();
    return new Promise((resolve) => this.#idleWaiters.push(resolve));
  }

  /** Forgets what is over; what runs stays. */
  clear(): void {
    const running = this.requests.filter(
      (request) => this.#waiting.has(request) || this.#synthesising.has(request),
    );
    this.requests.splice(0, this.requests.length, ...running);
    this.maxConcurrent = this.#waiting.size;
  }

  receive(method: string, endpoint: string): GptSovitsRequest {
    const request: GptSovitsRequest = {
      index: this.requests.length,
      method,
      endpoint,
      body: null,
      status: null,
      text: "",
      textLang: "",
      refAudioPath: "",
      promptText: "",
      mode: 0,
      seed: -1,
      receivedAt: now(),
      firstByteAt: null,
      finishedAt: null,
      abortedAt: null,
      aborted: false,
      dropped: false,
      crossed: false,
      overlappedAborted: false,
      fault: null,
    };
    this.requests.push(request);
    if (endpoint !== "/tts") return request;
    this.#waiting.add(request);
    return request;
  }

  /** Counts what waits, once the connections that were closed before this one are known to be. */
  count(): void {
    this.maxConcurrent = Math.max(this.maxConcurrent, this.#waiting.size);
  }

  /** The connection is over: the answer has been sent, or nobody wants it. */
  close(request: GptSovitsRequest, sent: boolean): void {
    this.#waiting.delete(request);
    if (sent || request.dropped) request.finishedAt = now();
    else {
      request.abortedAt = now();
      request.aborted = true;
    }
    this.#settle();
  }

  beginSynthesis(request: GptSovitsRequest): void {
    for (const other of this.#synthesising) {
      if (other.aborted) request.overlappedAborted = true;
      else {
        other.crossed = true;
        request.crossed = true;
      }
    }
    this.#synthesising.add(request);
  }

  endSynthesis(request: GptSovitsRequest): void {
    this.#synthesising.delete(request);
    this.#settle();
  }

  /** Weights were swapped under whatever is being synthesised. */
  weightsChanged(): void {
    for (const request of this.#synthesising) request.crossed = true;
  }

  #settle(): void {
    if (!this.idle) return;
    for (const wake of this.#idleWaiters.splice(0)) wake();
  }
}
