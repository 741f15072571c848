import type { CastMember } from "@/lib/contract/character";

/** The texts of the script step, in the order they are asked; `short` ones are a line, lists one entry a line. */
export const SCRIPT_FIELDS = [
  { field: "description", kind: "text" },
  { field: "personality", kind: "text" },
  { field: "speech_style", kind: "text" },
  { field: "first_message", kind: "text" },
  { field: "alternate_greetings", kind: "paragraphs" },
  { field: "group_only_greetings", kind: "paragraphs" },
  { field: "sample_dialogue", kind: "text" },
  { field: "worldview", kind: "text" },
  { field: "thoughts", kind: "text" },
  { field: "appearance", kind: "text" },
  { field: "job", kind: "short" },
  { field: "gender", kind: "short" },
  { field: "age", kind: "short" },
  { field: "species", kind: "short" },
  { field: "height", kind: "short" },
  { field: "likes", kind: "list" },
  { field: "dislikes", kind: "list" },
  { field: "habits", kind: "text" },
  { field: "features", kind: "text" },
  { field: "guidelines", kind: "text" },
  { field: "persona", kind: "text" },
] as const satisfies readonly { field: keyof CastMember; kind: "text" | "short" | "list" | "paragraphs" }[];

export type ScriptField = (typeof SCRIPT_FIELDS)[number]["field"];

/** Fields that matter most; the others stand behind "more". */
export const FIRST_FIELDS = 4;

/** A list as one text to write in, and back. */
export function toText(value: string | string[], kind: (typeof SCRIPT_FIELDS)[number]["kind"]): string {
  if (typeof value === "string") return value;
  return value.join(kind === "paragraphs" ? "\n\n" : "\n");
}

export function fromText(text: string, kind: (typeof SCRIPT_FIELDS)[number]["kind"]): string | string[] {
  if (kind === "paragraphs") return text.split(/\n\s*\n/).filter((part) => part.trim() !== "");
  if (kind === "list") return text.split("\n").filter((line) => line.trim() !== "");
  return text;
}
