import { z } from "zod";
import type { DraftField, DraftRequest } from "@/lib/contract/character";
import type { Locale } from "@/lib/i18n/locales";
import type { PromptLine } from "@/lib/llm/engine";

/** What a model is told to write in. */
export const WRITTEN_IN: Record<Locale, string> = {
  ko: "Korean (한국어)",
  en: "English",
  ja: "Japanese (日本語)",
  zh: "Chinese (简体中文)",
};

/** What each field is, told to the model, and how long it may be in characters. */
const FIELDS: Record<DraftField, { told: string; longest: number; isList?: true }> = {
  description: { told: "who they are, in one or two sentences", longest: 1000 },
  personality: { told: "temperament and what made them so, three or four sentences", longest: 2000 },
  speech_style: { told: "how they talk: politeness, dialect, favourite phrases", longest: 1000 },
  first_message: {
    told: "what they say first when a stranger comes, two or three spoken sentences, gestures between *asterisks*",
    longest: 2000,
  },
  alternate_greetings: { told: "two other first lines for other occasions", longest: 2000, isList: true },
  sample_dialogue: { told: "a short exchange; lines begin with {{user}}: or {{char}}:", longest: 3000 },
  worldview: { told: "where and when they live, two or three sentences", longest: 2000 },
  thoughts: { told: "what they keep to themselves", longest: 1000 },
  appearance: { told: "what one sees of them", longest: 1000 },
  job: { told: "what they do, a few words", longest: 200 },
  gender: { told: "one or two words", longest: 200 },
  age: { told: "a number or a few words", longest: 200 },
  species: { told: "one or two words", longest: 200 },
  height: { told: "a number with its unit, or a few words", longest: 200 },
  likes: { told: "three to five things they like, a few words each", longest: 200, isList: true },
  dislikes: { told: "three to five things they dislike, a few words each", longest: 200, isList: true },
  habits: { told: "one or two habits", longest: 1000 },
  features: { told: "what one remembers them by", longest: 1000 },
  guidelines: { told: "what whoever plays them must never do, one or two sentences", longest: 1000 },
  tags: { told: "three to five short tags", longest: 200, isList: true },
};
const MOST_ITEMS = 12;

/** The form the drafted fields must have. What is too long is cut, not refused: a long draft is better than none. */
export function draftSchema(fields: readonly DraftField[]) {
  const shape = fields.map((field) => {
    const { told, longest, isList } = FIELDS[field];
    const text = z.string().transform((value) => value.trim().slice(0, longest).toWellFormed());
    const list = z.array(text).transform((items) => items.filter((item) => item !== "").slice(0, MOST_ITEMS));
    return [field, (isList ? list : text).describe(told)] as const;
  });
  return z.object(Object.fromEntries(shape));
}

/** What the model is asked: the form's fields as they stand (so much of each) and which to write. Nothing else leaves the server. */
export function draftPrompt(
  { fields: _, ...form }: DraftRequest,
  fields: readonly DraftField[],
  locale: Locale,
  shownCharacters: number,
): PromptLine[] {
  const known = Object.entries(form).flatMap(([field, value]) => {
    const text = Array.isArray(value) ? value.join(", ") : (value ?? "");
    return text.trim() === "" ? [] : [`${field}: ${text.slice(0, shownCharacters).toWellFormed()}`];
  });
  return [
    {
      role: "system",
      content:
        `You write characters for a theatre of conversations. Write everything in ${WRITTEN_IN[locale]}, concretely and in character, without clichés. ` +
        "Keep to what is known; where a character of a known work is meant, keep to that work. Invent the rest so that it fits together.",
    },
    {
      role: "user",
      content: `Known of the character:\n${known.join("\n")}\n\nWrite these fields:\n${fields
        .map((field) => `${field}: ${FIELDS[field].told}`)
        .join("\n")}`,
    },
  ];
}
