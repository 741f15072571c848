/** Tokens an engine's chat template puts around a message. */
const AROUND_A_MESSAGE = 4;

/** A cautious guess: about a token for each CJK character or digit, one for three Latin letters. */
export function estimateTokens(text: string): number {
  let cjk = 0;
  let costly = 0;
  // Runs over every line of a play before each answer: a loop is many times faster than matching.
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isCjk(code)) cjk++;
    else if (code >= 0x80 || (code >= 0x30 && code <= 0x39)) costly++;
  }
  return Math.ceil(cjk * 0.9 + costly + (text.length - cjk - costly) / 3);
}

function isCjk(code: number): boolean {
  return (
    (code >= 0xac00 && code <= 0xd7af) ||
    (code >= 0x3400 && code <= 0x9fff) ||
    (code >= 0x3040 && code <= 0x30ff) ||
    (code >= 0x1100 && code <= 0x11ff) ||
    (code >= 0x3130 && code <= 0x318f)
  );
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
