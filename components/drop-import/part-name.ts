/** A card's names for what the editor has a field for. */
const FIELDS = {
  name: "name",
  description: "description",
  personality: "personality",
  scenario: "worldview",
  first_mes: "first_message",
  mes_example: "sample_dialogue",
  persona: "persona",
  speech_style: "speech_style",
  thoughts: "thoughts",
  appearance: "appearance",
  guidelines: "guidelines",
  habits: "habits",
  features: "features",
} as const;

const PARTS = {
  picture: "picture",
  voice: "voice",
  "voice.references": "clips",
  character_book: "lorebook",
  assets: "assets",
} as const;

export type PartName =
  | { in: "editor"; key: (typeof FIELDS)[keyof typeof FIELDS] }
  | { in: "import"; key: (typeof PARTS)[keyof typeof PARTS] };

/** What people call a part of an imported file; null for what only has its name in the file. */
export function partName(part: string): PartName | null {
  if (Object.hasOwn(FIELDS, part)) return { in: "editor", key: FIELDS[part as keyof typeof FIELDS] };
  return Object.hasOwn(PARTS, part) ? { in: "import", key: PARTS[part as keyof typeof PARTS] } : null;
}
