import { z } from "zod";
import type { LanguageModel } from "@/lib/llm/engine";
import { isEmbeddingName } from "@/lib/llm/model-names";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { getJson, joinUrl } from "@/lib/upstream/http";
import { UpstreamError } from "@/lib/upstream/upstream-error";

const length = z.number().int().positive().nullish().catch(null);
/** `max_model_len` is vLLM's, `context_length` OpenRouter's. */
const modelList = z.object({
  data: z.array(z.object({ id: z.string().min(1), max_model_len: length, context_length: length })),
});
/** A hosted service lists hundreds, which is too much to read at every look. */
const LONG_LIST = 50;
const LONG_LIST_KEPT_MS = 60_000;

/** The models of a server that chat, with the context they are served with where it is told. */
async function listServedModels(
  root: string,
  headers: Record<string, string>,
  answerMs: number,
  context: EngineContext,
): Promise<LanguageModel[]> {
  const parsed = modelList.safeParse(
    await getJson(joinUrl(root, "/v1/models"), { answerMs, headers }, context),
  );
  if (!parsed.success)
    throw new UpstreamError("malformed", "list of models unreadable", { cause: parsed.error });
  return parsed.data.data
    .filter(({ id }) => !isEmbeddingName(id))
    .map(({ id, max_model_len: served, context_length: told }) => {
      const contextLength = served ?? told;
      return contextLength ? { name: id, contextLength } : { name: id };
    });
}

/** A server's list of models; a long one is read once a minute. */
export class ServedModels {
  #kept: { models: LanguageModel[]; until: number } | null = null;

  constructor(
    private readonly root: string,
    private readonly headers: Record<string, string>,
  ) {}

  /** Rejects with UpstreamError. */
  async read(answerMs: number, context: EngineContext): Promise<LanguageModel[]> {
    if (this.#kept && context.now() < this.#kept.until) return this.#kept.models;
    const models = await listServedModels(this.root, this.headers, answerMs, context);
    const isLong = models.length > LONG_LIST;
    this.#kept = isLong ? { models, until: context.now() + LONG_LIST_KEPT_MS } : null;
    return models;
  }

  /** Nobody answers there any more. */
  forget(): void {
    this.#kept = null;
  }
}
