import type { LanguageModel } from "@/lib/llm/engine";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { bareModelName, listTalkModels, type ModelListOptions } from "./models";

const GOOD_FOR_MS = 60_000;
/** A refused key is not shown to the service again and again. */
const FAILED_FOR_MS = 15_000;

export interface ModelListSettings extends ModelListOptions {
  preferredModel?: string | undefined;
  /** Caps what a model could read. Tokens. */
  contextLength?: number | undefined;
}

type Outcome = { models: LanguageModel[] } | { error: UpstreamError };

/** The models of a service that is not ours: asked for at most once a minute, and again after a call that failed. */
export class ModelList {
  #known: { outcome: Outcome; until: number } | null = null;
  #missing: string | null = null;

  constructor(private readonly settings: ModelListSettings) {}

  /** The preferred one first; where it is not listed any more, the best of the others. Rejects with UpstreamError. */
  async read(context: EngineContext): Promise<LanguageModel[]> {
    if (!this.#known || this.#known.until <= context.now()) this.#known = await this.#ask(context);
    const { outcome } = this.#known;
    if ("error" in outcome) throw outcome.error;
    return outcome.models;
  }

  /** The model that was wished for and the one that answers, where these differ. */
  async replaced(context: EngineContext): Promise<{ asked: string; model: string } | null> {
    const asked = this.settings.preferredModel && bareModelName(this.settings.preferredModel);
    const model = (await this.read(context))[0]?.name;
    return asked && model && asked !== model ? { asked, model } : null;
  }

  /** A call failed: what is known may be out of date. */
  forget(): void {
    this.#known = null;
  }

  async #ask(context: EngineContext) {
    try {
      const models = this.#inOrder(await listTalkModels(this.settings, context), context);
      return { outcome: { models }, until: context.now() + GOOD_FOR_MS };
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.kind === "aborted") throw error;
      return { outcome: { error }, until: context.now() + FAILED_FOR_MS };
    }
  }

  #inOrder(models: LanguageModel[], { logger }: EngineContext): LanguageModel[] {
    const { preferredModel, contextLength } = this.settings;
    const preferred = preferredModel === undefined ? null : bareModelName(preferredModel);
    const chosen = models.filter(({ name }) => name === preferred);
    const answers = models[0]?.name;
    const isMissing = preferred !== null && chosen.length === 0 && answers !== undefined;
    if (isMissing && this.#missing !== preferred) {
      logger.warn(
        { asked: preferred, answers },
        "Gemini does not list the model of GOOGLE_API_MODEL; another answers",
      );
    }
    this.#missing = isMissing ? preferred : null;
    return [...chosen, ...models.filter((model) => !chosen.includes(model))].map((model) => ({
      ...model,
      ...(contextLength
        ? { contextLength: Math.min(contextLength, model.contextLength ?? contextLength) }
        : {}),
    }));
  }
}
