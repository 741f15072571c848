import type { EngineContext } from "./engine-context";
import { UpstreamError, type UpstreamErrorKind } from "./upstream-error";

const FAILURE_TEXT: Record<string, string> = {
  unreachable: "no connection to the engine",
  timeout: "engine did not answer in time",
  malformed: "engine broke off its answer",
  aborted: "call was aborted",
};

/** One call to an engine while it lasts: broken off by its caller, or by itself when it takes too long. */
export class Call {
  readonly #abort = new AbortController();
  readonly #caller: AbortSignal;
  #limit: ReturnType<typeof setTimeout> | undefined;
  #isOverdue = false;
  readonly #follow = () => this.close();

  constructor({ signal }: EngineContext) {
    this.#caller = signal;
    signal.addEventListener("abort", this.#follow, { once: true });
    if (signal.aborted) this.close();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** What comes next may take so long, ms, until `came`. */
  await(limitMs: number): void {
    this.#limit = setTimeout(() => {
      this.#isOverdue = true;
      this.close();
    }, limitMs);
  }

  came(): void {
    clearTimeout(this.#limit);
  }

  /** Its answer is whole: the connection is free for the next call. */
  end(): void {
    this.came();
    this.#caller.removeEventListener("abort", this.#follow);
  }

  /** Closes the connection. */
  close(): void {
    this.end();
    this.#abort.abort();
  }

  /** What a broken call is told as: `aborted` or `timeout` where that broke it, else `kind`. */
  failure(cause: unknown, kind: UpstreamErrorKind): UpstreamError {
    if (cause instanceof UpstreamError) return cause;
    const actual = this.#caller.aborted ? "aborted" : this.#isOverdue ? "timeout" : kind;
    return new UpstreamError(actual, FAILURE_TEXT[actual] ?? actual, { cause });
  }
}
