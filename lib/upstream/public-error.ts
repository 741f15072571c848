import { AppError } from "@/lib/contract/app-error";
import type { UpstreamError } from "./upstream-error";

const RETRY_AFTER_MS = 5000;

/**
 * A model server's failure as people are told it: code, sentence, when to ask again; a refusal with what to do about
 * it where that is known, else in the engine's own words. `offline`, `busy` and `failed` name the sentences for an
 * engine that is away, for one that is full and for an answer that is no good, where there are better ones than the
 * code's.
 */
export function toPublicError(
  error: UpstreamError,
  { offline, busy, failed }: { offline?: string; busy?: string; failed?: string } = {},
): AppError {
  const { kind, engineMessage, retryAfterMs, cause } = error;
  if (kind === "timeout") return new AppError("ENGINE_TIMEOUT", { retryAfterMs, cause: error });
  if (kind === "unreachable" || kind === "saturated") {
    const key = kind === "unreachable" ? offline : busy;
    return new AppError("SERVICE_UNAVAILABLE", {
      ...(key ? { key } : {}),
      retryAfterMs: retryAfterMs ?? RETRY_AFTER_MS,
      cause: error,
    });
  }
  if (error.isBlocked) return new AppError("ENGINE_ERROR", { key: "answer_blocked", cause: error });
  if (error.isContextOverflow)
    return new AppError("ENGINE_ERROR", { key: "model_context_full", cause: error });
  if (error.remedy) return new AppError("ENGINE_ERROR", { ...error.remedy, cause: error });
  if (kind === "rejected" && engineMessage) {
    const params = { message: withoutAddresses(engineMessage) };
    return new AppError("ENGINE_ERROR", { key: "engine_said", params, cause: error });
  }
  return new AppError("ENGINE_ERROR", { ...(failed ? { key: failed } : {}), cause: cause ?? error });
}

/** An engine's words without what is not for people: addresses and file paths. */
function withoutAddresses(message: string): string {
  return message
    .replace(/\bhttps?:\/\/\S+/g, "…")
    .replace(/(?:[A-Za-z]:\\|\/)[^\s"']*[\\/][^\s"']*/g, "…")
    .slice(0, 300);
}
