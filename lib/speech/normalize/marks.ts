import { dotEndsSentence } from "./abbreviations";
import { isDigit, isLetter, isSpace, isSyllabic, isUpperCase } from "./characters";
import { mark, silent, word } from "./token";
import { type Outcome, peek, previous, type View, WAIT } from "./view";

const SENTENCE = new Set("!?。！？…‥｡؟।՞۔");
const CLAUSE = new Set(",、，､،;；؛:：");
const DOUBLE: Record<string, string> = { "‼": "!!", "⁇": "??", "⁈": "?!", "⁉": "!?" };
const BETWEEN_DIGITS = new Set(",，:：");
const EMOTICON = /^[:;]-?(?:[)(\]|*]|[DPpOo3](?![\p{L}\p{N}]))/u;

/** Sentence and clause marks, and the same signs where they are part of a number, a name or an emoticon. */
export function readMark(view: View, character: string): Outcome {
  if (character === "." || character === "．") return readDot(view, character);
  const double = DOUBLE[character];
  if (double) return { token: mark(character, "sentence", double) };
  if (SENTENCE.has(character)) return { token: mark(character, "sentence") };
  if (!CLAUSE.has(character)) return null;
  const before = previous(view);
  if (BETWEEN_DIGITS.has(character) && isDigit(before)) {
    const next = peek(view, 1);
    if (next === null) return WAIT;
    if (isDigit(next)) return { token: word(character) };
  }
  if ((character === ":" || character === ";") && (before === "" || isSpace(before))) {
    const ahead = view.text.slice(view.at, view.at + 4);
    if (ahead.length < 4 && !view.final) return WAIT;
    const emoticon = EMOTICON.exec(ahead)?.[0];
    if (emoticon) return { token: silent(emoticon) };
  }
  return { token: mark(character, "clause") };
}

/** "." ends a sentence, belongs to a number, a name or an abbreviation, or begins an ellipsis of at most three. */
function readDot(view: View, character: string): Outcome {
  const next = peek(view, 1);
  if (next === null) return WAIT;
  const before = previous(view);
  if (next === ".") {
    const third = peek(view, 2);
    if (third === null) return WAIT;
    return { token: mark(third === "." ? "..." : "..", "sentence") };
  }
  if (isLetter(next)) {
    const follows = before !== "" && !isSpace(before);
    const begins = isSyllabic(next) || (isSyllabic(before) && isUpperCase(next));
    return { token: follows && begins ? mark(character, "sentence") : word(character) };
  }
  const ends = dotEndsSentence(view, next);
  if (ends === WAIT) return WAIT;
  return { token: ends ? mark(character, "sentence") : word(character) };
}

/** Hyphens inside words and before numbers are part of them; other dashes are a pause. */
export function readDash(view: View, character: string): Outcome {
  if (character === "—" || character === "―") {
    if (view.lineStart) return { token: silent(character), keepsLineStart: true };
    return { token: mark(character, "soft", ", ") };
  }
  if (character !== "-" && character !== "–" && character !== "‐" && character !== "‑") return null;
  const next = peek(view, 1);
  if (next === null) return WAIT;
  const before = previous(view);
  const insideWord = isLetter(before) && isLetter(next);
  const minus = !isLetter(before) && before !== "-" && isDigit(next);
  if (insideWord || minus) return { token: { ...word(character), speech: "-" } };
  if (view.lineStart) return { token: silent(character), keepsLineStart: true };
  return { token: mark(character, "soft", ", ") };
}

/** A tilde draws out a word ("좋아~"): a soft pause before a blank, a range between digits, else nothing. */
export function readTilde(view: View, character: string): Outcome {
  if (!/^[~〜～∼]$/.test(character)) return null;
  const next = peek(view, 1);
  if (next === null) return WAIT;
  if (isDigit(previous(view)) && isDigit(next)) return { token: { ...word(character), speech: "~" } };
  if (view.afterWord && isSpace(next)) return { token: mark(character, "soft", "") };
  return { token: silent(character, "") };
}
