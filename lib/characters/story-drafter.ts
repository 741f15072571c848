import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/contract/app-error";
import type { CastMember } from "@/lib/contract/character";
import type { Story, StoryRequest } from "@/lib/contract/story";
import type { Locale } from "@/lib/i18n/locales";
import { draftObject } from "@/lib/llm/draft-object";
import type { PromptLine } from "@/lib/llm/engine";
import { WRITTEN_IN } from "./draft-prompt";
import type { CharacterDrafterOptions } from "./drafter";

export interface StoryDrafterOptions extends CharacterDrafterOptions {
  findCharacter: (actor: Actor, id: string, locale: Locale) => Promise<CastMember | null>;
}

const MAX_TOKENS = 1024;
const TEMPERATURE = 0.9;
const LIMIT_MS = 120_000;
/** Of a character's persona, what a scene is drafted from. */
const SHOWN_CHARACTERS = 4000;

const drafted = (longest: number) =>
  z
    .string()
    .transform((text) => text.trim().slice(0, longest).toWellFormed())
    .refine((text) => text !== "", "must not be empty");
const schema = z.object({
  summary: drafted(2000).describe(
    "the scene to begin from, two to four sentences: what has happened, what is at stake, where the two stand when the first word is said",
  ),
  background: drafted(500).describe("where and when, one sentence"),
});

/** Makes a scene out of a situation. Keeps nothing. */
export class StoryDrafter {
  constructor(private readonly options: StoryDrafterOptions) {}

  /**
   * A scene in `locale`. Throws NOT_FOUND for a character there is not, SERVICE_UNAVAILABLE where no engine with a
   * model is connected, ENGINE_ERROR and ENGINE_TIMEOUT; aborting `signal` frees the engine.
   */
  async draft(actor: Actor, request: StoryRequest, locale: Locale, signal: AbortSignal): Promise<Story> {
    const { language, model, context } = this.options;
    const cast = await this.#cast(actor, request, locale);
    const chosen = await language.choose("engine", model).catch((cause: unknown) => {
      throw new AppError("SERVICE_UNAVAILABLE", { key: "story_unavailable", cause });
    });
    const told = { offline: "story_broken", timeout: "story_timeout", failed: "story_failed" };
    return draftObject(
      { language, chosen, context, signal, limitMs: LIMIT_MS, told },
      {
        messages: storyPrompt(request, cast, locale, SHOWN_CHARACTERS),
        shorter: () => storyPrompt(request, cast, locale, SHOWN_CHARACTERS / 8),
        temperature: TEMPERATURE,
        maxTokens: MAX_TOKENS,
        schema,
      },
    );
  }

  #cast(actor: Actor, { character_id, second_character_id }: StoryRequest, locale: Locale) {
    const ids = [character_id, second_character_id].filter((id) => id !== undefined);
    return Promise.all(
      ids.map(async (id) => {
        const character = await this.options.findCharacter(actor, id, locale);
        if (!character) throw new AppError("NOT_FOUND", { key: "character_not_found" });
        return character;
      }),
    );
  }
}

function storyPrompt(
  { situation, background }: StoryRequest,
  cast: CastMember[],
  locale: Locale,
  shownCharacters: number,
): PromptLine[] {
  const known = [
    ...cast.map(
      ({ name, persona }) => `Character ${name}:\n${persona.slice(0, shownCharacters).toWellFormed()}`,
    ),
    `Situation: ${situation}`,
    ...(background ? [`Place and time: ${background}`] : []),
  ];
  return [
    {
      role: "system",
      content:
        `You set scenes for a theatre of conversations. Write everything in ${WRITTEN_IN[locale]}, concretely, in the present tense, without clichés. ` +
        "Make one scene out of the situation in which both sides want something. Leave open how it ends, and put no word into anyone's mouth.",
    },
    { role: "user", content: known.join("\n\n") },
  ];
}
