/** Tokens an engine's chat template puts around a message. */
const AROUND_A_MESSAGE = 4;

const CJK = /[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]/g;
const COSTLY = /[0-9]|[^\u0000-\u007f\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]/g;

/** A cautious guess: about a token for each CJK character or digit, one for three Latin letters. */
export function estimateTokens(text: string): number {
  const cjk = text.match(CJK)?.length ?? 0;
  const costly = text.match(COSTLY)?.length ?? 0;
  return Math.ceil(cjk * 0.9 + costly + (text.length - cjk - costly) / 3);
}

/** The uncorrected estimate of whole messages, with what goes around each. */
export function estimateMessages(messages: readonly { content: string }[]): number {
  return messages.reduce((sum, { content }) => sum + estimateTokens(content) + AROUND_A_MESSAGE, 0);
}

/** A model's tokens for one of the estimate's, learnt from the counts of earlier prompts. */
export interface TokenMeter {
  readonly rate: number;
  text: (text: string) => number;
  message: (content: string) => number;
}

export function createMeter(rate: number): TokenMeter {
  return {
    rate,
    text: (text) => Math.ceil(estimateTokens(text) * rate),
    message: (content) => Math.ceil((estimateTokens(content) + AROUND_A_MESSAGE) * rate),
  };
}

/** No tokenizer is further from the estimate. */
const LEAST_RATE = 0.35;
const HIGHEST_RATE = 3;
/** Texts differ from one to the next. */
const CAUTION = 1.03;

/** Whether an engine's count can be of a whole prompt: some leave out what they had cached. */
export function isWholeCount({ estimate, counted }: { estimate: number; counted: number }): boolean {
  return counted >= estimate * LEAST_RATE;
}

/**
 * The rate of a model by its counts of earlier prompts; 1, which is cautious, while there are none. The highest
 * counts, so that a prompt is rather held for longer than it is.
 */
export function learnRate(counts: readonly { estimate: number; counted: number }[]): number {
  const rates = counts.filter(isWholeCount).map(({ estimate, counted }) => counted / Math.max(1, estimate));
  return rates.length === 0 ? 1 : Math.min(HIGHEST_RATE, Math.max(...rates) * CAUTION);
}

/** As much of a text's beginning as `limit` tokens hold, to the end of a sentence where there is one. */
export function clipToTokens(text: string, limit: number, meter: TokenMeter): string {
  if (meter.text(text) <= limit) return text;
  let [fits, tooLong] = [0, text.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (meter.text(text.slice(0, middle)) <= limit) fits = middle;
    else tooLong = middle;
  }
  const kept = text.slice(0, fits).toWellFormed();
  const end = Math.max(...[...kept.matchAll(/[.!?。！？…\n]/g)].map(({ index }) => index + 1), 0);
  return (end > kept.length / 2 ? kept.slice(0, end) : kept).trimEnd();
}
