import {
  type Content,
  type GenerateContentRequest,
  type HarmBlockThreshold,
  HarmCategory,
  type ResponseSchema,
} from "@google/generative-ai";
import type { PromptLine } from "@/lib/llm/engine";

/** From which likelihood on Google's adjustable filters hold an answer back. */
export type SafetyThreshold =
  | "BLOCK_NONE"
  | "BLOCK_ONLY_HIGH"
  | "BLOCK_MEDIUM_AND_ABOVE"
  | "BLOCK_LOW_AND_ABOVE"
  | "OFF";

/** The four adjustable ones; no other may be sent. */
const CATEGORIES = [
  HarmCategory.HARM_CATEGORY_HATE_SPEECH,
  HarmCategory.HARM_CATEGORY_SEXUALLY_EXPLICIT,
  HarmCategory.HARM_CATEGORY_HARASSMENT,
  HarmCategory.HARM_CATEGORY_DANGEROUS_CONTENT,
];

/** What a model thinks counts as its answer: that many tokens are left for it beside the answer asked for. */
const ROOM_FOR_THINKING = 4096;

/** A line for a side that must be there and has nothing to say. */
const NOTHING_SAID = "…";

export interface ContentOptions {
  messages: readonly PromptLine[];
  temperature: number;
  /** Of the answer alone. */
  maxTokens: number;
  safetyThreshold: SafetyThreshold;
  /** JSON is wanted, of this form where it can be said. */
  json: boolean;
  responseSchema?: ResponseSchema | undefined;
}

/**
 * The request for a list of lines: the system lines it begins with are the instruction, later ones are told by the
 * user's side, lines of one side in a row are one, empty ones are left out. It begins and ends with the user's side.
 */
export function toContentRequest(options: ContentOptions): GenerateContentRequest {
  const { messages, temperature, maxTokens, safetyThreshold, json, responseSchema } = options;
  const spoken = messages.findIndex(({ role }) => role !== "system");
  const begin = spoken < 0 ? messages.length : spoken;
  const instruction = messages
    .slice(0, begin)
    .map(({ content }) => content)
    .join("\n\n")
    .trim();
  return {
    ...(instruction === "" ? {} : { systemInstruction: instruction }),
    contents: toContents(messages.slice(begin)),
    generationConfig: {
      temperature,
      maxOutputTokens: maxTokens + ROOM_FOR_THINKING,
      ...(json ? { responseMimeType: "application/json" } : {}),
      ...(responseSchema ? { responseSchema } : {}),
    },
    safetySettings: CATEGORIES.map((category) => ({
      category,
      // The service knows OFF, the client's list does not.
      threshold: safetyThreshold as HarmBlockThreshold,
    })),
  };
}

function toContents(lines: readonly PromptLine[]): Content[] {
  const contents: Content[] = [];
  const add = (role: string, text: string) => {
    const last = contents.at(-1);
    if (last?.role === role) last.parts.push({ text: `\n\n${text}` });
    else contents.push({ role, parts: [{ text }] });
  };
  for (const { role, content } of lines) {
    if (content.trim() === "") continue;
    const side = role === "assistant" ? "model" : "user";
    if (contents.length === 0 && side === "model") add("user", NOTHING_SAID);
    add(side, content);
  }
  if (contents.at(-1)?.role !== "user") add("user", NOTHING_SAID);
  return contents;
}
