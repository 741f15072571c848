import { isDigit, isLatin, isSpace } from "./characters";
import { closer, direction, opener, silent } from "./token";
import { findOnLine, type Outcome, peek, previous, type View, WAIT } from "./view";

/** An opening sign that is not closed within this many code units, or on its line, opens nothing: the text is spoken. */
const WINDOW = 300;
const LINK_WINDOW = 700;
const CLOSING: Record<string, string> = {
  "(": ")）",
  "（": ")）",
  "[": "]］",
  "［": "]］",
  "【": "】",
  "〔": "〕",
};
const SIGNS: Record<string, RegExp> = {
  ")）": /[()（）\n]/g,
  "]］": /[[\]［］\n]/g,
  "】": /[【】\n]/g,
  "〕": /[〔〕\n]/g,
};
const MOST_NESTED = 8;
const PARTICLES = new Set("은는이가을를의에도만로와과랑야");
const VERB_ENDING = /(?:s|ing|ed)$/i;
const NOT_VERBS = new Set(
  "is was this has does always yes us his hers its as ours yours theirs less unless".split(" "),
);

/**
 * Asterisks. `**text**` and `***text***` are markup: spoken without the stars. `*text*` is an action and
 * not spoken, except where a single word plainly belongs to its sentence (see `isEmphasis`).
 */
export function readStars(view: View, character: string): Outcome {
  if (character !== "*") return null;
  const next = peek(view, 1);
  if (next === null) return WAIT;
  const before = previous(view);
  if (next === "*") {
    const third = peek(view, 2);
    if (third === null) return WAIT;
    const raw = third === "*" ? "***" : "**";
    const opens = before === "" || isSpace(before);
    return { token: opens ? opener(raw) : closer(raw), keepsLineStart: view.lineStart };
  }
  if (next === "" || isSpace(next)) {
    return { token: silent("*", isSpace(before) ? " " : ""), keepsLineStart: view.lineStart };
  }
  if (before === "*" || view.speakDirections) return { token: silent("*", "") };
  const end = findOnLine(view, view.at + 1, WINDOW, (index) => closesAction(view, index));
  if (end === WAIT) return WAIT;
  if (end === null) return { token: opener("*") };
  const after = letterAfter(view, end + 1 - view.at);
  if (after === null) return WAIT;
  if (isEmphasis(view, view.text.slice(view.at + 1, end), after)) {
    return { token: opener("*"), skip: { ahead: end - view.at, length: 1 } };
  }
  return { token: direction(view.text.slice(view.at, end + 1)), keepsLineStart: view.lineStart };
}

/** Like `peek`, a decomposed Hangul syllable as one; null when it is not there yet. */
function letterAfter(view: View, ahead: number): string | null {
  const first = peek(view, ahead);
  if (first === null || !/[\u1100-\u1112]/.test(first)) return first;
  const jamo = view.text.slice(view.at + ahead, view.at + ahead + 3);
  return jamo.length < 3 && !view.final ? null : jamo.normalize("NFC").charAt(0);
}

/** A lone star after a non-blank closes; of three ("*so **loud***") the last does; two are markup inside. */
function closesAction(view: View, index: number): boolean | typeof WAIT {
  const { text } = view;
  if (text[index] !== "*") return false;
  if (index + 1 >= text.length && !view.final) return WAIT;
  if (text[index + 1] === "*") return false;
  if (text[index - 1] !== "*") return !isSpace(text[index - 1] ?? "");
  return text[index - 2] === "*" && index - 2 > view.at;
}

/**
 * One word, not first on its line, that its sentence would miss: glued to Latin letters, followed by a
 * Korean particle ("*너*를"), or a Latin word after a Latin word that does not look like an action's verb
 * ("I did *not* do it", but not "Hello *waves* there").
 */
function isEmphasis(view: View, content: string, after: string): boolean {
  if (view.lineStart || /\s/.test(content)) return false;
  if (PARTICLES.has(after)) return true;
  if (isLatin(previous(view)) || isLatin(after)) return true;
  if (!/^\p{sc=Latin}[\p{sc=Latin}'’-]*$/u.test(content) || !/[\p{sc=Latin},]\s$/u.test(view.before))
    return false;
  return !VERB_ENDING.test(content) || NOT_VERBS.has(content.toLowerCase());
}

/** (…) […] （…） 【…】 are directions; `[text](target)` is a link whose text is spoken, `![…](…)` a picture. */
export function readBrackets(view: View, character: string): Outcome {
  if (character === "!") return readPicture(view);
  const closing = CLOSING[character];
  if (closing === undefined) return null;
  if (character === "[") {
    const link = readLink(view, 0);
    if (link === WAIT) return WAIT;
    if (link) return { token: opener("["), skip: { ahead: link.textEnd, length: link.end - link.textEnd } };
  }
  if (view.speakDirections) return { token: opener(character, " ") };
  if (character === "(" && /[:;=]-?$/.test(view.before)) {
    const next = peek(view, 1);
    if (next === null) return WAIT;
    if (next === "" || isSpace(next)) return { token: silent(character) };
  }
  const end = findClosing(view, view.at, WINDOW);
  if (end === WAIT) return WAIT;
  if (end === null) return { token: opener(character, " ") };
  return { token: direction(view.text.slice(view.at, end + 1)), keepsLineStart: view.lineStart };
}

function readPicture(view: View): Outcome {
  const before = previous(view);
  if (before !== "" && !isSpace(before)) return null;
  const next = peek(view, 1);
  if (next === null) return WAIT;
  if (next !== "[") return null;
  const link = readLink(view, 1);
  if (link === WAIT) return WAIT;
  return link ? { token: silent(view.text.slice(view.at, view.at + link.end)) } : null;
}

/** `[text](target)` with "[" standing `ahead`; the answer's offsets count from `at`. */
function readLink(view: View, ahead: number): { textEnd: number; end: number } | null | typeof WAIT {
  const textEnd = findClosing(view, view.at + ahead, WINDOW);
  if (textEnd === null || textEnd === WAIT) return textEnd;
  const next = peek(view, textEnd + 1 - view.at);
  if (next === null) return WAIT;
  if (next !== "(") return null;
  const end = findClosing(view, textEnd + 1, LINK_WINDOW);
  if (end === null || end === WAIT) return end;
  // "[웃음](작게)" is two directions; an address has one of these signs.
  if (!/[/.:#]/.test(view.text.slice(textEnd, end))) return null;
  return { textEnd: textEnd - view.at, end: end + 1 - view.at };
}

/** The sign that closes the bracket at `open`. Nesting deeper than MOST_NESTED closes nothing: it keeps the time linear. */
function findClosing(view: View, open: number, window: number): number | null | typeof WAIT {
  const { text } = view;
  const closing = CLOSING[text[open] ?? ""] ?? "";
  const end = Math.min(text.length, view.at + window);
  let depth = 1;
  const signs = SIGNS[closing] ?? /\n/g;
  signs.lastIndex = open + 1;
  for (let found = signs.exec(text); found && found.index < end; found = signs.exec(text)) {
    if (found[0] === "\n" || depth > MOST_NESTED) return null;
    depth += closing.includes(found[0]) ? -1 : 1;
    if (depth === 0) return found.index;
  }
  return !view.final && text.length < view.at + window ? WAIT : null;
}

/** "1. ", "2) ", "1.사과", "- ", "> ", "# " at the head of a line. */
export function readListMarker(view: View, character: string): Outcome {
  if (!view.lineStart) return null;
  if (/^[>#•·‣▪◦+=]$/.test(character)) return { token: silent(character), keepsLineStart: true };
  if (!isDigit(character)) return null;
  const ahead = view.text.slice(view.at, view.at + 9);
  const found = /^\d{1,3}(?:[.)][ \t]{1,4}(?=[^\s\d])|\.(?=\p{sc=Hangul}))/u.exec(ahead);
  if (found) return { token: silent(found[0]), keepsLineStart: true };
  const undecided = ahead.length < 9 && /^\d{1,3}(?:[.)][ \t]{0,4})?$/.test(ahead);
  return undecided && !view.final ? WAIT : null;
}
