import { tidySpeech } from "../normalize/tidy";
import type { Token } from "../normalize/token";

/** A token and its UTF-16 offset in the message. */
export interface Placed {
  token: Token;
  start: number;
}

/** The tokens collected for one segment. */
export interface Piece {
  placed: Placed[];
  letters: number;
  units: number;
  /** Characters as read: a decomposed syllable is one, what is not spoken is none. */
  characters: number;
}

export const emptyPiece = (): Piece => ({ placed: [], letters: 0, units: 0, characters: 0 });

export function addToPiece(piece: Piece, placed: Placed): void {
  piece.placed.push(placed);
  const { token } = placed;
  if (token.kind === "word") {
    piece.letters += token.letters;
    piece.units += token.units;
    piece.characters += token.letters;
  } else if (token.kind !== "silent") {
    piece.characters += 1;
  }
}

/** What can begin a segment; anything else before it belongs to none. */
export const canBegin = (token: Token) => token.kind === "word" || token.kind === "opener";
const canEnd = (token: Token) => token.kind === "word" || token.kind === "mark" || token.kind === "closer";

/** Offsets, text and spoken form of these tokens without the blanks and directions at their ends; null if nothing is speakable. */
export function shapePiece(
  placed: readonly Placed[],
): { start: number; end: number; text: string; spoken: string } | null {
  const first = placed.findIndex(({ token }) => canBegin(token));
  const last = placed.findLastIndex(({ token }) => canEnd(token));
  const kept = first < 0 ? [] : placed.slice(first, last + 1);
  const spoken = tidySpeech(kept.map(({ token }) => token.speech).join(""));
  const start = kept[0]?.start;
  if (spoken === "" || start === undefined) return null;
  const text = kept.map(({ token }) => token.raw).join("");
  return { start, end: start + text.length, text, spoken };
}
