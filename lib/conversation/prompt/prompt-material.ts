import { createHash } from "node:crypto";
import type { Owned } from "@/db/ownership";
import { findPromptSettings, listPins, listSummaries, type Summary } from "@/db/queries/memory";
import { listUnfoldedLines } from "@/db/queries/messages";
import type { Play } from "@/db/queries/plays";
import { listCounts } from "@/db/queries/prompts";
import { cardName, fillMacros, type MacroContext } from "@/lib/characters";
import type { CastMember } from "@/lib/contract/character";
import type { Scenario } from "@/lib/contract/chat";
import { lorebook } from "@/lib/contract/lorebook";
import type { ChosenModel } from "@/lib/llm/directory";
import { clipToTokens, createMeter, type TokenMeter } from "../context/tokens";
import type { ContextWindow } from "../context/window";
import type { ConversationDeps } from "../deps";
import { userRole } from "../open-play";
import type { PromptMaterial } from "./build-prompt";
import { houseRules } from "./house-rules";
import { findLore } from "./lorebook";
import { toPromptSettings } from "./settings";
import { spokenLines } from "./spoken-lines";

/** What a request brings to the prompt of one answer. */
export interface PromptWishes {
  play: Owned<Play>;
  character: CastMember | null;
  chosen: ChosenModel;
  persona: string | undefined;
  scenario: Scenario | undefined;
  directorNote: string | undefined;
  maxTokens: number;
  isContinued: boolean;
}

export interface LoadedPrompt {
  material: PromptMaterial;
  summary: Summary | null;
  meter: TokenMeter;
  window: ContextWindow;
}

/** Counts of earlier prompts the estimate is corrected by. */
const COUNTS = 8;

/**
 * Everything a prompt is made of, as it stands in the database now: what is told up to the line `headId`, for
 * `share` of the model's context.
 */
export async function loadPrompt(
  deps: ConversationDeps,
  wishes: PromptWishes,
  isTold: (line: { id: string }) => boolean,
  headId: string | null,
  share: number,
): Promise<LoadedPrompt> {
  const { play, character, chosen } = wishes;
  const { db } = deps;
  const window = deps.context.windowFor(chosen, wishes.maxTokens, share);
  const [branch, summaries, pins, stored, counts] = await Promise.all([
    listUnfoldedLines(db, play, headId),
    listSummaries(db, play),
    listPins(db, play),
    findPromptSettings(db, play),
    listCounts(db, play, chosen.model, COUNTS),
  ]);
  const meter = createMeter(deps.context.rateFor(chosen, play.language, counts));
  const told = branch.filter(isTold);
  const summary = summaryInForce(summaries, told);
  const foldedTo = told.findIndex((line) => line.id === summary?.foldedUntil);
  const lines = spokenLines(told.slice(foldedTo + 1));
  const settings = toPromptSettings(stored);
  const macros: MacroContext = {
    char: character ? cardName(character) : play.characterName,
    user: userRole(character, play.language, settings.user.name),
    random: seededRandom(headId ?? play.id),
    pickSeed: play.id,
  };
  const fill = (text: string, original?: string) => fillMacros(text, { ...macros, original });
  const { system_prompt = "", post_history_instructions = "" } = character?.instructions ?? {};
  const scene = wishes.scenario ?? play.scenario ?? (character ? sceneOf(character) : null);
  const books = [lorebook.safeParse(character?.lorebook).data, settings.lorebook];
  return {
    summary,
    meter,
    window,
    material: {
      language: play.language,
      rules: ruled(system_prompt, houseRules(play.characterName, play.language, settings.rules), fill),
      afterHistory: fill(post_history_instructions, "").trim(),
      persona: fill(wishes.persona ?? play.persona ?? character?.persona ?? ""),
      examples: clipToTokens(examplesOf(character, fill), window.lore, meter),
      user: { name: settings.user.name, persona: fill(settings.user.persona) },
      scenario: scene && {
        opponent: scene.opponent && fill(scene.opponent),
        situation: scene.situation && fill(scene.situation),
        background: scene.background && fill(scene.background),
      },
      pins: pins.map(({ text }) => text),
      // A person may have written more than there is room for.
      summary: clipToTokens(summary?.text ?? "", window.summary, meter),
      lore: findLore({
        books: books.filter((book) => book != null),
        lines: lines.map(({ content }) => content),
        budget: window.lore,
        tokensOf: meter.text,
        fill: (text) => fill(text),
        now: deps.now,
      }),
      lines,
      directorNote: wishes.directorNote,
      needsCue: chosen.choice === "engine",
      isContinued: wishes.isContinued,
    },
  };
}

/** The newest summary of what was told on this branch; `summaries` newest first. */
export function summaryInForce(
  summaries: readonly Summary[],
  told: readonly { id: string }[],
): Summary | null {
  const ids = new Set(told.map(({ id }) => id));
  return summaries.find(({ foldedUntil }) => foldedUntil === null || ids.has(foldedUntil)) ?? null;
}

/** A card's own instructions stand in the rules' place; `{{original}}` in them is the rules. */
function ruled(system: string, rules: string, fill: (text: string, original: string) => string): string {
  return system.trim() === "" ? rules : fill(system, rules).trim();
}

/** A card marks where one example ends and another begins; the model needs no mark. */
function examplesOf(character: CastMember | null, fill: (text: string) => string): string {
  const told = (character?.sample_dialogue ?? "").replace(/<START>/gi, "");
  return fill(told)
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** The same numbers for the same seed: a prompt that is built once more for one answer is the same prompt. */
function seededRandom(seed: string): () => number {
  let step = 0;
  return () => createHash("sha256").update(`${seed}\n${step++}`).digest().readUInt32BE(0) / 2 ** 32;
}

function sceneOf(character: CastMember): Scenario {
  return { opponent: undefined, situation: character.scene.situation, background: character.worldview };
}
