import { UpstreamError } from "@/lib/upstream/upstream-error";

/** Ollama, vLLM and llama.cpp each say it in several wordings, and none has a code for it. */
const OVERFLOW = /context (length|size|window)|maximum input length|exceed_context_size/i;

/** The same failure, said to be a context overflow where the engine's words are those of one. */
export function asContextOverflow(error: unknown): unknown {
  if (!(error instanceof UpstreamError) || error.kind !== "rejected") return error;
  const { status = 400, engineMessage = "" } = error;
  // A 500 in some releases of llama.cpp.
  if (![400, 413, 500].includes(status)) return error;
  return OVERFLOW.test(engineMessage) ? error.with({ isContextOverflow: true }) : error;
}
