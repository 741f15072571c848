import type { Token } from "./token";

/** More text is needed before this can be decided. */
export const WAIT = "wait";

/** Inside something that is not spoken and may be of any length. */
export type Mode =
  | { kind: "until"; closing: string }
  | { kind: "fence"; marker: string }
  | { kind: "row" }
  | { kind: "url" };

/**
 * What a rule may look at. A rule decides only from what stands before `at` and from text it has seen
 * after it, and answers WAIT where unseen text could change its mind: that alone makes the segments
 * independent of how the text was cut into deltas.
 */
export interface View {
  text: string;
  at: number;
  /** No more text will come. */
  final: boolean;
  /** The last few code units before `at`. */
  before: string;
  /** Only white space and list markers stand before `at` on its line. */
  lineStart: boolean;
  /** The token before was (part of) a word. */
  afterWord: boolean;
  speakDirections: boolean;
}

export interface Match {
  token: Token;
  mode?: Mode;
  /** A later stretch that is already known to be silent, `ahead` code units from `at`. */
  skip?: { ahead: number; length: number };
  keepsLineStart?: boolean;
}
export type Outcome = Match | typeof WAIT | null;
export type Rule = (view: View, character: string) => Outcome;

/** The code point `ahead` code units from `at`; "" past the end of a finished text; null when it is not there yet. */
export function peek(view: View, ahead: number): string | null {
  const code = view.text.codePointAt(view.at + ahead);
  if (code === undefined) return view.final ? "" : null;
  const half = code >= 0xd800 && code <= 0xdbff;
  if (half && !view.final && view.at + ahead + 1 >= view.text.length) return null;
  return String.fromCodePoint(code);
}

/** The code point just before `at`, "" at the start. */
export function previous(view: View): string {
  const { before } = view;
  const pair = /[\ud800-\udbff][\udc00-\udfff]$/.exec(before);
  return pair ? pair[0] : before.slice(-1);
}

/**
 * Looks on the same line for the place where `closes(index)` is true.
 * @returns its index in `view.text`; null when a newline or `window` code units come first; WAIT when neither is seen.
 */
export function findOnLine(
  view: View,
  from: number,
  window: number,
  closes: (index: number) => boolean | typeof WAIT,
): number | null | typeof WAIT {
  const end = Math.min(view.text.length, view.at + window);
  for (let index = from; index < end; index += 1) {
    if (view.text[index] === "\n") return null;
    const verdict = closes(index);
    if (verdict === WAIT) return WAIT;
    if (verdict) return index;
  }
  return !view.final && view.text.length < view.at + window ? WAIT : null;
}

/** Whether `expected` (lower case) stands at `at`, letter case aside. */
export function startsWith(view: View, expected: string, ahead = 0): boolean | typeof WAIT {
  const from = view.at + ahead;
  const seen = view.text.slice(from, from + expected.length).toLowerCase();
  if (seen === expected) return true;
  return !view.final && from + seen.length >= view.text.length && expected.startsWith(seen) ? WAIT : false;
}
