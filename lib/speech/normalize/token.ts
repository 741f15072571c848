/** How strong a pause a mark makes; a `soft` one (a dash, a drawn-out "~") never ends a message's first segment. */
export type MarkLevel = "soft" | "clause" | "sentence";

interface TokenText {
  /** The piece of the original text. */
  raw: string;
  /** What of it is spoken: letters, a mark, a blank or nothing. */
  speech: string;
}

/** The smallest thing a text is read in: mostly one code point, or a whole stretch that is not spoken. */
export type Token = TokenText &
  (
    | {
        kind: "word";
        /** Letters and digits in it (a decomposed Hangul syllable is one). */
        letters: number;
        /** About how many syllables it takes to say. */
        units: number;
      }
    | { kind: "mark"; level: MarkLevel }
    | { kind: "space" | "break" | "opener" | "closer" }
    | {
        kind: "silent";
        /** A stage direction: what it says, for a narrator. */
        direction?: string;
      }
  );

export const word = (raw: string, letters = 0, units = 0): Token => ({
  kind: "word",
  raw,
  speech: raw,
  letters,
  units,
});
export const mark = (raw: string, level: MarkLevel, speech = raw): Token => ({
  kind: "mark",
  raw,
  speech,
  level,
});
export const silent = (raw: string, speech = " "): Token => ({ kind: "silent", raw, speech });
export const direction = (raw: string): Token => ({
  ...silent(raw),
  kind: "silent",
  direction: raw.slice(1, -1),
});
export const opener = (raw: string, speech = ""): Token => ({ kind: "opener", raw, speech });
export const closer = (raw: string): Token => ({ kind: "closer", raw, speech: "" });
