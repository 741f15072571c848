import { AppError } from "@/lib/contract/app-error";
import type { EngineContext, EngineHealth } from "@/lib/upstream/engine-context";
import { toPublicError } from "@/lib/upstream/public-error";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { EngineWatch } from "@/lib/upstream/watch";
import type { Recognizer, TranscriptionRequest } from "./recognizer";

export interface RecognitionOptions {
  /** Null where the operator named none. */
  recognizer: Recognizer | null;
  context: (signal: AbortSignal) => EngineContext;
}

/** What writes transcripts on this server, if anything does. */
export class Recognition {
  readonly #watch: EngineWatch | null;

  constructor(private readonly options: RecognitionOptions) {
    const { recognizer, context } = options;
    this.#watch =
      recognizer && new EngineWatch({ probe: (signal) => recognizer.checkHealth(context(signal)) });
  }

  start(): void {
    this.#watch?.start();
  }

  stop(): void {
    this.#watch?.stop();
  }

  /** Its state as last seen; null where there is none. */
  get health(): EngineHealth | null {
    return this.#watch?.health ?? null;
  }

  /** When it was last looked at, ms since the epoch; null before the first time. */
  get checkedAt(): number | null {
    return this.#watch?.checkedAt ?? null;
  }

  /**
   * The words of a WAV; empty where it hears none. Rejects with SERVICE_UNAVAILABLE (none set up, switched off, full),
   * ENGINE_ERROR, ENGINE_TIMEOUT.
   */
  async transcribe(asked: TranscriptionRequest, signal: AbortSignal): Promise<string> {
    const { recognizer, context } = this.options;
    if (!recognizer) throw new AppError("SERVICE_UNAVAILABLE", { key: "recognition_missing" });
    try {
      return await recognizer.transcribe(asked, context(signal));
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      if (error.kind === "unreachable") this.#watch?.report({ state: "down", reason: "refused" });
      if (error.status === 401 || error.status === 403)
        throw new AppError("ENGINE_ERROR", { key: "reason_recognition_key_refused", cause: error });
      throw toPublicError(error, { offline: "recognition_offline", failed: "recognition_failed" });
    }
  }
}
