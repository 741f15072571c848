import type { JsonObject } from "./card-json";

/** The texts of a character that a person writes, by their names in the API. */
export const TEXT_FIELDS = [
  "name",
  "persona",
  "description",
  "gender",
  "species",
  "age",
  "height",
  "job",
  "worldview",
  "personality",
  "appearance",
  "speech_style",
  "thoughts",
  "features",
  "habits",
  "guidelines",
  "first_message",
  "sample_dialogue",
  "category",
  "source_work",
  "narration",
  "narrator_voice_id",
] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

export const LIST_FIELDS = [
  "likes",
  "dislikes",
  "alternate_greetings",
  "group_only_greetings",
  "tags",
] as const;
export type ListField = (typeof LIST_FIELDS)[number];

/** What of a character a card can carry; absent = empty. */
export type CharacterDraft = Record<TextField, string> &
  Record<ListField, string[]> & {
    /** A card's `character_book`, with every field it came with; null = none. */
    lorebook: JsonObject | null;
  };

/** What a card holds beyond the draft. Kept whole, so that it leaves with the character as it came. */
export interface CardRemainder {
  /** Further members of `data` (extensions of others, instructions, dates, assets, unknown ones). */
  data: JsonObject;
  /** Further members beside `spec` and `data`. */
  beside: JsonObject;
}

export function emptyDraft(): CharacterDraft {
  const texts = Object.fromEntries(TEXT_FIELDS.map((field) => [field, ""])) as Record<TextField, string>;
  const lists = Object.fromEntries(LIST_FIELDS.map((field) => [field, [] as string[]])) as Record<
    ListField,
    string[]
  >;
  return { ...texts, ...lists, lorebook: null };
}
