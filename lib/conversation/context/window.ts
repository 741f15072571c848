/** How the tokens of a model's context are shared out. */
export interface ContextWindow {
  context: number;
  /** Tokens left for the answer. */
  answer: number;
  /** Tokens the prompt may take. */
  budget: number;
  /** A prompt longer than this has its older lines folded in the background. */
  trigger: number;
  /** What the prompt is brought down to by a folding. */
  target: number;
  /** The longest a summary may be. */
  summary: number;
  /** What a lorebook may add where it names no budget of its own. */
  lore: number;
}

const SUMMARY_SHARE = 0.15;
const LORE_SHARE = 0.15;

export function contextWindow(context: number, maxTokens: number, summaryTrigger: number): ContextWindow {
  const answer = Math.min(maxTokens, Math.floor(context / 2));
  const budget = context - answer;
  return {
    context,
    answer,
    budget,
    trigger: Math.floor(budget * summaryTrigger),
    target: Math.floor(budget / 2),
    summary: Math.floor(context * SUMMARY_SHARE),
    lore: Math.floor(budget * LORE_SHARE),
  };
}

/** Of its room, what a request takes after an engine said that one is too long. */
export const SHRUNKEN = 0.7;
