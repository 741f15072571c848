import { AppError } from "@/lib/contract/app-error";
import { DRAFT_FIELDS, type DraftAnswer, type DraftRequest, draftAnswer } from "@/lib/contract/character";
import type { Locale } from "@/lib/i18n/locales";
import type { LanguageDirectory } from "@/lib/llm/directory";
import { draftObject } from "@/lib/llm/draft-object";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { draftPrompt, draftSchema } from "./draft-prompt";

export interface CharacterDrafterOptions {
  language: LanguageDirectory;
  /** What the operator chose for drafting; undefined: the connected engine's default. */
  model: string | undefined;
  context: (signal: AbortSignal) => EngineContext;
}

/** Room for every field at once. */
const MAX_TOKENS = 4096;
const TEMPERATURE = 0.8;
/** Of each field that is written already, what the others are drafted from. */
const SHOWN_CHARACTERS = 4000;
/** A model may think for long; a person does not wait for longer. */
const LIMIT_MS = 180_000;

/** Writes what a person has not written of a character. Keeps nothing: what comes of it is the caller's. */
export class CharacterDrafter {
  constructor(private readonly options: CharacterDrafterOptions) {}

  /**
   * The wished-for fields, drafted in `locale`. Throws SERVICE_UNAVAILABLE where no engine with a model is connected
   * (the demo cast cannot write), ENGINE_ERROR and ENGINE_TIMEOUT; aborting `signal` frees the engine.
   */
  async draft(request: DraftRequest, locale: Locale, signal: AbortSignal): Promise<DraftAnswer> {
    const { language, model, context } = this.options;
    const fields = request.fields ?? DRAFT_FIELDS;
    const chosen = await language.choose("engine", model).catch((cause: unknown) => {
      throw new AppError("SERVICE_UNAVAILABLE", { key: "drafting_unavailable", cause });
    });
    const drafted = await draftObject(
      {
        language,
        chosen,
        context,
        signal,
        limitMs: LIMIT_MS,
        told: { offline: "drafting_broken", timeout: "drafting_timeout", failed: "drafting_failed" },
      },
      {
        messages: draftPrompt(request, fields, locale, SHOWN_CHARACTERS),
        shorter: () => draftPrompt(request, fields, locale, SHOWN_CHARACTERS / 8),
        temperature: TEMPERATURE,
        maxTokens: MAX_TOKENS,
        schema: draftSchema(fields),
      },
    );
    return draftAnswer.parse(drafted);
  }
}
