import type { EngineContext } from "@/lib/upstream/engine-context";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { callError } from "./failure";

/**
 * Ends a call of the SDK's when nothing comes in time or its caller has gone. The SDK has one error for both: which of
 * them it was is known here alone.
 */
export class CallLimit {
  readonly #controller = new AbortController();
  readonly #abort = () => this.#controller.abort();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOverdue = false;
  #hasBegun = false;

  constructor(
    private readonly context: EngineContext,
    private readonly apiKey: string,
    firstMs: number,
  ) {
    context.signal.addEventListener("abort", this.#abort, { once: true });
    this.#wait(firstMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Something came: the next piece has this long. Throws `aborted` when the caller has gone. */
  renew(nextMs: number): void {
    if (this.context.signal.aborted) throw this.explain(null);
    this.#hasBegun = true;
    this.#wait(nextMs);
  }

  /** What was thrown, as what happened. */
  explain(thrown: unknown): UpstreamError {
    if (thrown instanceof UpstreamError) return thrown;
    const isAborted = this.context.signal.aborted;
    if (this.#isOverdue && !isAborted) return new UpstreamError("timeout", "Gemini did not answer in time");
    return callError(thrown, { apiKey: this.apiKey, begun: this.#hasBegun, isAborted });
  }

  /** The call is over, or is to be: closes its connection. */
  end(): void {
    clearTimeout(this.#timer);
    this.context.signal.removeEventListener("abort", this.#abort);
    this.#controller.abort();
  }

  #wait(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isOverdue = true;
      this.#controller.abort();
    }, milliseconds);
  }
}
