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
/** What is tried after an engine said that a prompt is too long. */
const SHRUNKEN = 0.7;

/** What this server knows of its models' contexts, and the foldings under way. */
export class ContextState {
  readonly foldings = new Foldings();
  /** Lengths models were found to have, where they refused what should have fitted. */
  readonly #found = new Map<string, number>();

  constructor(readonly settings: ContextSettings) {}

  windowFor(chosen: ChosenModel, maxTokens: number): ContextWindow {
    const named = this.settings.contextLength ?? chosen.contextLength ?? ASSUMED_CONTEXT;
    const context = Math.min(named, this.#found.get(keyOf(chosen)) ?? named);
    return contextWindow(context, maxTokens, this.settings.summaryTrigger);
  }

  /** A model refused a prompt as too long: its context is smaller than was thought. */
  refused(chosen: ChosenModel, window: ContextWindow): void {
    this.#found.set(keyOf(chosen), Math.floor(window.context * SHRUNKEN));
  }
}

function keyOf({ engine, model }: ChosenModel): string {
  return `${engine.kind}/${model}`;
}
