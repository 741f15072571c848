/** What a prompt is made of, in the order it is sent. */
export const PROMPT_PARTS = [
  "rules",
  "lore",
  "persona",
  "examples",
  "user",
  "scenario",
  "pins",
  "summary",
  "lines",
  "lore_found",
  "post_history",
  "director",
  "cue",
] as const;
export type PromptPartKind = (typeof PROMPT_PARTS)[number];
