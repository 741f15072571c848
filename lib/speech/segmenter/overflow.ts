import type { Segment } from "../segment";
import type { Piece, Placed } from "./piece";

export interface Cut {
  /** How many of the piece's tokens come before the cut. */
  count: number;
  boundary: Segment["boundary"];
}

const HIRAGANA = /\p{sc=Hiragana}/u;
/** Han that lean on the word before them. */
const LEANING = new Set("的了着过過地得们們吗嗎呢吧啊呀嘛们");

/**
 * Where to cut a piece that has reached its limit: after the last sentence that is a sixth of it, else the
 * last clause, else the last blank of its later two thirds, else between words, else between graphemes.
 */
export function chooseCut(piece: Piece): Cut {
  const { placed } = piece;
  const reached = unitsReached(placed);
  const from = (share: number) => (index: number) => (reached[index] ?? 0) >= piece.units * share;
  const sentence = lastEnd(placed, ["sentence"], from(1 / 6));
  if (sentence > 0) return { count: sentence, boundary: "sentence" };
  const clause = lastEnd(placed, ["clause", "soft"], from(1 / 6));
  if (clause > 0) return { count: clause, boundary: "clause" };
  const blank = placed.findLastIndex(({ token }, index) => token.kind === "space" && from(1 / 3)(index));
  if (blank > 0) return { count: blank, boundary: "clause" };
  return { count: betweenWords(placed, reached, piece.units), boundary: "clause" };
}

function unitsReached(placed: readonly Placed[]): number[] {
  let sum = 0;
  return placed.map(({ token }) => {
    sum += token.kind === "word" ? token.units : 0;
    return sum;
  });
}

/** The number of tokens up to the last such mark and what closes with it; 0 if there is none, or if it is the end. */
function lastEnd(placed: readonly Placed[], levels: string[], late: (index: number) => boolean): number {
  const index = placed.findLastIndex(
    ({ token }, at) => token.kind === "mark" && levels.includes(token.level) && late(at),
  );
  if (index < 0) return 0;
  let count = index + 1;
  while (placed[count]?.token.kind === "mark" || placed[count]?.token.kind === "closer") count += 1;
  return count < placed.length ? count : 0;
}

let words: Intl.Segmenter | undefined;
let graphemes: Intl.Segmenter | undefined;

/**
 * The best word boundary of the later part, not too near the end (the last word may go on); by preference
 * before a new phrase. The text looked at is the piece's own, so deltas have no part in it.
 */
function betweenWords(placed: readonly Placed[], reached: readonly number[], units: number): number {
  const text = placed.map(({ token }) => token.raw).join("");
  const countAt = new Map<number, number>();
  let offset = 0;
  placed.forEach(({ token }, index) => {
    countAt.set(offset, index);
    offset += token.raw.length;
  });
  words ??= new Intl.Segmenter("ja", { granularity: "word" });
  let best = { count: 0, score: -1 };
  for (const { index } of words.segment(text)) {
    const count = countAt.get(index) ?? 0;
    const before = reached[count - 1] ?? 0;
    if (count === 0 || before < units * 0.4 || before > units - 3) continue;
    const score = phraseScore(text.slice(0, index).slice(-1), text.charAt(index));
    if (score >= best.score) best = { count, score };
  }
  return best.count > 0 ? best.count : betweenGraphemes(text, countAt, placed.length);
}

function phraseScore(before: string, after: string): number {
  if (LEANING.has(after) || HIRAGANA.test(after)) return 0;
  return HIRAGANA.test(before) ? 2 : 1;
}

function betweenGraphemes(text: string, countAt: ReadonlyMap<number, number>, all: number): number {
  graphemes ??= new Intl.Segmenter("ja", { granularity: "grapheme" });
  let count = 0;
  for (const { index } of graphemes.segment(text)) count = countAt.get(index) ?? count;
  return count > 0 ? count : all;
}
