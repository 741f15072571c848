import type { ChosenModel } from "@/lib/llm/directory";
import { Foldings } from "./foldings";
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

  constructor(readonly settings: ContextSettings) {}

  /** `share` of the model's context: less than 1 where it has refused a prompt as too long. */
  windowFor(chosen: ChosenModel, maxTokens: number, share = 1): ContextWindow {
    const named = this.settings.contextLength ?? chosen.contextLength ?? ASSUMED_CONTEXT;
    return contextWindow(Math.floor(named * share), maxTokens, this.settings.summaryTrigger);
  }
}
