import { AppError } from "@/lib/contract/app-error";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { toPublicError } from "@/lib/upstream/public-error";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import type { ChosenModel, LanguageDirectory } from "./directory";
import type { ObjectRequest } from "./engine";

export interface DraftSetting {
  language: LanguageDirectory;
  chosen: ChosenModel;
  context: (signal: AbortSignal) => EngineContext;
  /** Aborting it frees the engine. */
  signal: AbortSignal;
  limitMs: number;
  /** The sentences for an engine that went away, took too long, or gave nothing of use. */
  told: { offline: string; timeout: string; failed: string };
}

/**
 * Data a person waits for, written by the chosen model. Throws SERVICE_UNAVAILABLE, ENGINE_ERROR and ENGINE_TIMEOUT
 * with the sentences of `told`.
 */
export async function draftObject<T>(
  { language, chosen, context, signal, limitMs, told }: DraftSetting,
  request: Omit<ObjectRequest<T>, "model">,
): Promise<T> {
  const limit = AbortSignal.timeout(limitMs);
  try {
    return await chosen.engine.generateObject(
      { ...request, model: chosen.model },
      context(AbortSignal.any([signal, limit])),
    );
  } catch (error) {
    if (limit.aborted) throw new AppError("ENGINE_TIMEOUT", { key: told.timeout, cause: error });
    const failure = await language.explain(chosen.engine, error);
    if (!(failure instanceof UpstreamError)) throw failure;
    if (failure.kind === "unreachable") language.reportLost(chosen.engine);
    throw toPublicError(failure, { offline: told.offline, failed: told.failed });
  }
}
