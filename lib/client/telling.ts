/** A shorter common stretch may be chance. */
const SURE_OVERLAP = 4;

/**
 * A line's text while a turn's log is told (again) over what the page shows already: it never shrinks, and
 * what the log leaves out (the beginning of a line that was continued) stays.
 * `base` is what the line said before this turn; null when the page joined the turn and cannot know.
 */
export function tellOver(shown: string, base: string | null, told: string): string {
  const whole = toldWhole(shown, base, told);
  return shown.startsWith(whole) ? shown : whole;
}

/** The line's text once the log has been told to its end: what the page showed beyond it is not kept anywhere. */
export function toldWhole(shown: string, base: string | null, told: string): string {
  if (base === null) return align(shown, told);
  return base !== "" && told.startsWith(base) ? told : base + told;
}

function align(shown: string, told: string): string {
  if (told.startsWith(shown) || shown.startsWith(told)) return told;
  for (let from = 0; from <= shown.length - SURE_OVERLAP; from++) {
    if (told.startsWith(shown.slice(from))) return shown.slice(0, from) + told;
  }
  return shown;
}
