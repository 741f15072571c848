import type { Scenario } from "@/lib/contract/chat";
import type { PromptPartKind } from "@/lib/contract/prompt-parts";
import type { Locale } from "@/lib/i18n/locales";
import type { PromptLine } from "@/lib/llm/engine";
import { estimateMessages, type TokenMeter } from "../context/tokens";
import { PROMPT_WORDS } from "./house-rules";
import type { FoundLore } from "./lorebook";
import type { SpokenLine } from "./spoken-lines";

export interface PromptMaterial {
  language: Locale;
  /** The rules of role-play, or what a card has in their place. */
  rules: string;
  persona: string;
  /** How the character talks, by examples. */
  examples: string;
  user: { name: string; persona: string };
  scenario: Scenario | null;
  pins: readonly string[];
  summary: string;
  lore: FoundLore;
  /** The lines no summary stands for, oldest first. */
  lines: readonly SpokenLine[];
  /** A card's instructions that stand behind what was said. */
  afterHistory: string;
  directorNote: string | undefined;
  /** True where an engine with a model of its own must be told to go on after its own line. */
  needsCue: boolean;
  /** The last line was cut short and goes on in the middle of itself. */
  isContinued: boolean;
}

export interface PromptPart {
  kind: PromptPartKind;
  text: string;
}
export interface PromptMessage {
  role: PromptLine["role"];
  parts: PromptPart[];
}

export interface BuiltPrompt {
  messages: PromptMessage[];
  /** Corrected for the model. */
  tokens: number;
  /** The estimate before it was corrected. */
  estimate: number;
  /** Of the oldest lines, how many did not fit. */
  dropped: number;
  fits: boolean;
}

/**
 * What the model is sent, within `budget` tokens. What stays the same from turn to turn comes first (engines
 * cache the prefix), then the lines, and what changes with every turn last. What does not fit goes in this order:
 * the oldest lines, found lore, the summary; the newest line never.
 */
export function buildPrompt(material: PromptMaterial, budget: number, meter: TokenMeter): BuiltPrompt {
  const { lines, lore } = material;
  const shorter = { ...material, lore: { ...lore, found: [] } };
  const versions = [material, shorter, { ...shorter, summary: "" }];
  let built: BuiltPrompt | null = null;
  for (const version of versions) {
    let left = budget - tokensOf(assemble({ ...version, lines: [] }), meter);
    let from = lines.length;
    for (const line of [...lines].reverse()) {
      left -= meter.message(line.content);
      if (left < 0 && from < lines.length) break;
      from--;
    }
    const messages = assemble({ ...version, lines: lines.slice(from) });
    const tokens = tokensOf(messages, meter);
    const estimate = estimateMessages(toPromptLines(messages));
    built = { messages, tokens, estimate, dropped: from, fits: tokens <= budget };
    if (built.fits) break;
  }
  return built as BuiltPrompt;
}

export function toPromptLines(messages: readonly PromptMessage[]): PromptLine[] {
  return messages.map(({ role, parts }) => ({ role, content: parts.map(({ text }) => text).join("\n\n") }));
}

function tokensOf(messages: PromptMessage[], meter: TokenMeter): number {
  return toPromptLines(messages).reduce((sum, { content }) => sum + meter.message(content), 0);
}

function assemble(material: PromptMaterial): PromptMessage[] {
  const { lines, lore, afterHistory, directorNote, needsCue, isContinued } = material;
  const words = PROMPT_WORDS[material.language];
  const last = lines.at(-1);
  const cue = needsCue && last?.role !== "user" ? (isContinued ? words.finish : words.goOn) : "";
  const found = titled("lore_found", words.lore, lore.found.join("\n"));
  const after = [
    ...(last?.role === "user" ? [] : found),
    ...part("post_history", afterHistory),
    ...part("director", directorNote ? `(${words.director}: ${directorNote})` : ""),
    ...part("cue", cue),
  ];
  const spoken = lines.map(
    ({ role, content }): PromptMessage => ({ role, parts: [{ kind: "lines", text: content }] }),
  );
  // Before the newest line: all that stands before it is the same in the next prompt.
  if (last?.role === "user" && found.length > 0) spoken.splice(-1, 0, { role: "system", parts: found });
  return [
    { role: "system", parts: stableParts(material) },
    ...spoken,
    ...(after.length > 0 ? [{ role: cue ? ("user" as const) : ("system" as const), parts: after }] : []),
  ];
}

function stableParts(material: PromptMaterial): PromptPart[] {
  const { language, rules, persona, examples, user, scenario, pins, summary, lore } = material;
  const words = PROMPT_WORDS[language];
  const { opponent, situation, background } = scenario ?? {};
  const scene = [
    opponent && `${words.opponent}: ${opponent}`,
    situation && `${words.situation}: ${situation}`,
    background && `${words.background}: ${background}`,
  ];
  const person = user.name || user.persona ? [words.user(user.name), user.persona] : [];
  return [
    ...part("rules", rules),
    ...titled("lore", words.lore, lore.before.join("\n")),
    ...part("persona", persona),
    ...titled("lore", words.lore, lore.after.join("\n")),
    ...titled("examples", words.examples, examples),
    ...part("user", person.filter(Boolean).join("\n")),
    ...part("scenario", scene.filter(Boolean).join("\n\n")),
    ...titled("pins", words.pins, pins.map((text) => `- ${text}`).join("\n")),
    ...titled("summary", words.summary, summary),
  ];
}

function part(kind: PromptPartKind, text: string): PromptPart[] {
  return text === "" ? [] : [{ kind, text }];
}

function titled(kind: PromptPartKind, title: string, text: string): PromptPart[] {
  return text === "" ? [] : [{ kind, text: `${title}:\n${text}` }];
}
