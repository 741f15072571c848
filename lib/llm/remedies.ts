import { type Remedy, UpstreamError } from "@/lib/upstream/upstream-error";

/** A model that was listed and is no longer there when it is asked. */
export const modelGone = (model: string): Remedy => ({ key: "model_gone", params: { model } });

/** The same refusal, with what its status says there is to do about it. */
export function withRemedy(error: unknown, remedies: Partial<Record<number, Remedy>>): unknown {
  if (!(error instanceof UpstreamError) || error.kind !== "rejected" || error.isBlocked) return error;
  const remedy = remedies[error.status ?? 0];
  return remedy ? error.with({ remedy }) : error;
}
