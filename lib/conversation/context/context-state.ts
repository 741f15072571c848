import { type ChosenModel, modelId } from "@/lib/llm/directory";
import { Foldings } from "./foldings";
import { isWholeCount, learnRate } from "./tokens";
import { type ContextWindow, contextWindow } from "./window";

export interface ContextSettings {
  /** LLM_CONTEXT_LENGTH. */
  contextLength: number | undefined;
  /** CONTEXT_SUMMARY_TRIGGER: the share of the prompt's room from which older lines are folded. */
  summaryTrigger: number;
  /** CONTEXT_KEEP_TURNS: exchanges that stay whole. */
  keepTurns: number;
}

/** Where neither the engine nor the operator names one. */
const ASSUMED_CONTEXT = 4096;

/** How much of a play its models can read, and the foldings under way. */
export class ContextState {
  readonly foldings = new Foldings();
  /** By model and language, what its last play has taught. */
  readonly #rates = new Map<string, number>();

  constructor(readonly settings: ContextSettings) {}

  /** How many tokens of the model's one of the estimate is: by the play's own counts, else by those of the last play like it. */
  rateFor(chosen: ChosenModel, language: string, counts: Parameters<typeof learnRate>[0]): number {
    const like = `${modelId(chosen)} ${language}`;
    if (!counts.some(isWholeCount)) return this.#rates.get(like) ?? learnRate([]);
    const rate = learnRate(counts);
    this.#rates.set(like, rate);
    return rate;
  }

  /** `share` of the model's context: less than 1 where it has refused a prompt as too long. */
  windowFor(chosen: ChosenModel, maxTokens: number, share = 1): ContextWindow {
    const named = this.settings.contextLength ?? chosen.contextLength ?? ASSUMED_CONTEXT;
    return contextWindow(Math.floor(named * share), maxTokens, this.settings.summaryTrigger);
  }
}
