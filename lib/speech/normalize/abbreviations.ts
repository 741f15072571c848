import { isDigit, isLatin, isLetter, isNewline, isSpace, isUpperCase } from "./characters";
import { peek, type View, WAIT } from "./view";

/** Always followed by what they belong to. */
const LEADING = new Set(
  "mr mrs ms mx dr prof st mt vs e.g i.e cf approx ca gen sgt capt lt col rev hon messrs viz".split(" "),
);
/** Abbreviations only before a number: "No. 5", but "No. I won't." */
const BEFORE_NUMBER = new Set(
  "no nos vol fig p pp ch sec art jan feb mar apr jun jul aug sep sept oct nov dec".split(" "),
);
/** May end a sentence; then a capital or another script follows. */
const TRAILING = new Set("etc a.m p.m jr sr inc ltd co corp dept est al b.c a.d ph.d".split(" "));
const MOST_SPACES = 3;

/** Whether the dot at `at`, not followed by a letter or a dot but by `next`, ends a sentence. */
export function dotEndsSentence(view: View, next: string): boolean | typeof WAIT {
  if (next === "," || next === ";") return false;
  if (!isSpace(next)) return true;
  const before = /[\p{L}\p{N}.]*$/u.exec(view.before)?.[0] ?? "";
  const name = before.toLowerCase();
  const initial = /^(?:\p{Lu}\.)*\p{Lu}$/u.test(before) && before !== "I" && isLatin(before.slice(-1));
  const dotted = /^(?:\p{sc=Latin}\.)+\p{sc=Latin}$/u.test(before);
  const number = isDigit(before.slice(-1));
  const known = LEADING.has(name) || BEFORE_NUMBER.has(name) || TRAILING.has(name);
  if (!initial && !dotted && !number && !known) return true;
  const following = firstAfterSpaces(view);
  if (following === WAIT) return WAIT;
  if (following === "") return true;
  if (number || BEFORE_NUMBER.has(name)) return !isDigit(following);
  if (LEADING.has(name)) return false;
  if (TRAILING.has(name)) return !isDigit(following) && (isUpperCase(following) || !isLatin(following));
  return !isLetter(following);
}

/** The first code point after the dot's blanks; "" where the line, the text or our patience ends. */
function firstAfterSpaces(view: View): string | typeof WAIT {
  for (let ahead = 1; ahead <= MOST_SPACES + 1; ahead += 1) {
    const character = peek(view, ahead);
    if (character === null) return WAIT;
    if (isNewline(character)) return "";
    if (!isSpace(character)) return character;
  }
  return "";
}
