import { AppError } from "@/lib/contract/app-error";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { toPublicError } from "@/lib/upstream/public-error";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import type { ChosenModel, LanguageDirectory } from "./directory";
import type { ObjectRequest, PromptLine } from "./engine";

/** Of the tokens an answer was given. */
const SHORTER_ANSWER = 0.5;

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

export interface Draft<T> extends Omit<ObjectRequest<T>, "model"> {
  /** The same in fewer words, for a model that refused it as too long. */
  shorter: () => PromptLine[];
}

/**
 * Data a person waits for, written by the chosen model; a prompt it refuses as too long is made shorter, once. Throws SERVICE_UNAVAILABLE, ENGINE_ERROR and ENGINE_TIMEOUT
 * with the sentences of `told`.
 */
export async function draftObject<T>(
  { language, chosen, context, signal, limitMs, told }: DraftSetting,
  { shorter, ...request }: Draft<T>,
): Promise<T> {
  const limit = AbortSignal.timeout(limitMs);
  const ask = (change: Partial<typeof request> = {}) =>
    chosen.engine.generateObject(
      { ...request, ...change, model: chosen.model },
      context(AbortSignal.any([signal, limit])),
    );
  try {
    return await ask().catch((error: unknown) => {
      if (!(error instanceof UpstreamError) || !error.isContextOverflow) throw error;
      // Room for the answer may be what was too much.
      return ask({ messages: shorter(), maxTokens: Math.ceil(request.maxTokens * SHORTER_ANSWER) });
    });
  } catch (error) {
    if (limit.aborted) throw new AppError("ENGINE_TIMEOUT", { key: told.timeout, cause: error });
    const failure = await language.explain(chosen.engine, error);
    if (!(failure instanceof UpstreamError)) throw failure;
    throw toPublicError(failure, {
      offline: told.offline,
      busy: "language_engine_busy",
      failed: told.failed,
    });
  }
}
