import {
  isCombining,
  isDigit,
  isEmoji,
  isInvisible,
  isJoiner,
  isLetter,
  isNewline,
  isSpace,
  isSpokenSymbol,
  letterCount,
  unitsOf,
} from "./characters";
import { closer, opener, silent, word } from "./token";
import { type Match, type Outcome, peek, previous, type View, WAIT } from "./view";

const OPENING = new Set("“‘„‚「『《〈«‹❝｢({[（［【〔｛");
const CLOSING = new Set("”」』》〉»›❞｣)}]）］】〕｝");

export function readSpace(_view: View, character: string): Outcome {
  if (isNewline(character)) return { token: { kind: "break", raw: character, speech: "\n" } };
  if (!isSpace(character)) return null;
  return { token: { kind: "space", raw: character, speech: " " }, keepsLineStart: true };
}

/** Quotation marks are not spoken; an apostrophe between letters is part of the word. */
export function readQuote(view: View, character: string): Outcome {
  const before = previous(view);
  if (character === "'" || character === "’" || character === "＇") {
    const next = isLetter(before) ? peek(view, 1) : "";
    if (next === null) return WAIT;
    if (isLetter(next)) return { token: { ...word(character), speech: "'" } };
  }
  const straight = /^["'＂＇]$/.test(character);
  const opens = straight ? before === "" || isSpace(before) || OPENING.has(before) : OPENING.has(character);
  if (opens)
    return { token: opener(character, CLOSING.has(before) ? " " : ""), keepsLineStart: view.lineStart };
  if (straight || character === "’" || CLOSING.has(character)) return { token: closer(character) };
  return null;
}

/** Whatever no other rule claimed. */
export function readCharacter(view: View, character: string): Match | typeof WAIT {
  if (isDigit(character) || character === "#") {
    const keycap = readKeycap(view);
    if (keycap !== null) return keycap;
  }
  if (isInvisible(character)) {
    return { token: isJoiner(character) && view.afterWord ? word(character) : silent(character, "") };
  }
  if (isLetter(character)) return { token: word(character, letterCount(character), unitsOf(character)) };
  if (isCombining(character)) return { token: view.afterWord ? word(character) : silent(character, "") };
  if (isEmoji(character)) return { token: silent(character) };
  if (isSpokenSymbol(character)) return { token: word(character) };
  if (character === "/") {
    const next = peek(view, 1);
    if (next === null) return WAIT;
    if (view.afterWord && isLetter(next)) return { token: word(character) };
  }
  return { token: silent(character) };
}

/** A digit and U+20E3 (with U+FE0F between them or not) are an emoji. */
function readKeycap(view: View): Match | typeof WAIT | null {
  const next = peek(view, 1);
  const cap = next === "\ufe0f" ? peek(view, 2) : next;
  if (next === null || cap === null) return WAIT;
  if (cap !== "\u20e3") return null;
  return { token: silent(view.text.slice(view.at, view.at + (next === cap ? 2 : 3))) };
}
