/** How large a segment grows, in units (`unitsOf`: about a syllable, or two Latin letters). */
export interface Size {
  /** A sentence's end ends the segment from here on. */
  sentence: number;
  /** A clause's end, too. */
  clause: number;
  /** It is cut here at the latest, at the best place there is. */
  limit: number;
}

/** The limit in characters, which Latin reaches before its units. */
export const MOST_CHARACTERS = 280;
/** No mark came: from here on the first segment ends at the next blank. */
export const FIRST_BLANK_UNITS = 12;
/**
 * Each segment gives the listener time in which the next, longer one is made: about twice as long a time.
 * The last entry holds for all that follow. 120 units are 120 CJK characters.
 */
const SIZES: readonly [Size, ...Size[]] = [
  { sentence: 2, clause: 2, limit: 20 },
  { sentence: 3, clause: 12, limit: 120 },
  { sentence: 8, clause: 24, limit: 120 },
  { sentence: 14, clause: 40, limit: 120 },
  { sentence: 20, clause: 60, limit: 120 },
];

export function sizeOf(index: number): Size {
  return SIZES[Math.min(index, SIZES.length - 1)] ?? SIZES[0];
}
