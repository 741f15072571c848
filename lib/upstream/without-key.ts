import { UpstreamError } from "./upstream-error";

/** The failure, without the key some servers repeat when they refuse it. */
export function withoutKey(error: unknown, key: string | undefined): unknown {
  if (!(error instanceof UpstreamError) || !key || !error.engineMessage?.includes(key)) return error;
  return error.with({ engineMessage: error.engineMessage.replaceAll(key, "…") });
}
