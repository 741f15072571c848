/** A stretch of a message that is synthesised in one request. */
export interface Segment {
  index: number;
  /** UTF-16 offsets in the message; what the page lights while it sounds. Trimmed of outer white space. */
  start: number;
  end: number;
  /** The message's text between start and end, as shown. */
  text: string;
  /** What the engine is given: stage directions, markup, links and emoji gone, NFC, white space folded. */
  spoken: string;
  /** What it ends at; decides the pause after it. */
  boundary: "clause" | "sentence" | "paragraph";
  /** A stage direction, which the narrator speaks. */
  isNarrated?: true;
}

/** Cuts a growing text into segments. The same text in any cutting into deltas gives the same segments. */
export interface Segmenter {
  /** Takes the next piece of text; returns the segments that are now certain. */
  push(delta: string): Segment[];
  /** The text is over; returns what is left. */
  flush(): Segment[];
}
