const RUNS =
  /\n+| ?\p{Script=Hangul}+| ?[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+| ?[\p{Script=Latin}\p{M}'’]+| ?\d| ?\p{Extended_Pictographic}(?:\ufe0f|\u200d\p{Extended_Pictographic})*| ?[^\s]|\s/gu;

/**
 * Cuts a text as a model's tokenizer would: Hangul, han and kana one or two at a time, short Latin words whole,
 * digits one by one, a leading space with what follows, punctuation mostly on its own. The same text is always
 * cut the same way; joined, the tokens are the text.
 */
export function tokenize(text: string): string[] {
  const tokens: string[] = [];
  for (const [run] of text.matchAll(RUNS)) {
    const previous = tokens.at(-1);
    if (previous && (run === "," || run === ".") && previous.charCodeAt(previous.length - 1) % 5 === 0) {
      tokens[tokens.length - 1] = `${previous}${run}`;
    } else tokens.push(...cutRun(run));
  }
  return tokens;
}

function cutRun(run: string): string[] {
  const isSyllabic = /^ ?[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u.test(
    run,
  );
  if (!isSyllabic && run.length <= 8) return [run];
  const characters = [...run];
  const tokens: string[] = [];
  let token = "";
  let size = 0;
  for (const character of characters) {
    token += character;
    if (character !== " ") size += 1;
    const full = isSyllabic ? 1 + ((character.codePointAt(0) ?? 0) % 2) : 4;
    if (size < full) continue;
    tokens.push(token);
    token = "";
    size = 0;
  }
  if (token !== "") tokens.push(token);
  return tokens;
}

const TOKENS_AROUND_A_MESSAGE = 4;

/** Prompt tokens of one message, its role marks included. */
export const messageTokens = (message: { content: string }): number =>
  tokenize(message.content).length + TOKENS_AROUND_A_MESSAGE;
