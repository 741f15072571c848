import { UpstreamError } from "./upstream-error";

/** The failure, without the key some servers repeat when they refuse it. */
export function withoutKey(error: unknown, key: string | undefined): unknown {
  if (!(error instanceof UpstreamError) || !key || !error.engineMessage?.includes(key)) return error;
  const { kind, message, status, retryAfterMs, cause } = error;
  const engineMessage = error.engineMessage.replaceAll(key, "…");
  return new UpstreamError(kind, message, { status, engineMessage, retryAfterMs, cause });
}
