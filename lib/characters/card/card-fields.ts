import type { ListField, TextField } from "./character-draft";

/** Where this product's own fields travel in a card. */
export const EXTENSION = "avatar_forge";

/** A card's text fields and ours. A card's `scenario` is the world the character lives in. */
export const CARD_TEXTS: readonly (readonly [card: string, ours: TextField])[] = [
  ["name", "name"],
  ["description", "description"],
  ["personality", "personality"],
  ["scenario", "worldview"],
  ["first_mes", "first_message"],
  ["mes_example", "sample_dialogue"],
];

export const CARD_LISTS: readonly ListField[] = ["alternate_greetings", "group_only_greetings", "tags"];

/** Ours without a place in the card formats: in `extensions.avatar_forge`. */
export const EXTENSION_TEXTS: readonly TextField[] = [
  "persona",
  "gender",
  "species",
  "age",
  "height",
  "job",
  "appearance",
  "speech_style",
  "thoughts",
  "features",
  "habits",
  "guidelines",
  "category",
  "source_work",
  "narration",
  "narrator_voice_id",
];

export const EXTENSION_LISTS: readonly ListField[] = ["likes", "dislikes"];
