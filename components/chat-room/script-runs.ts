import type { RoomSegment } from "@/lib/client/room-state";

/** A stretch of a line that is set in one way. */
export interface ScriptRun {
  /** What is shown: markers (`*`, brackets) are gone. */
  text: string;
  /** UTF-16 offset in the line's content. */
  start: number;
  /** A stage direction: set in parentheses, lighter. */
  direction: boolean;
  /** The segment that sounds it; null = nothing does. */
  segmentIndex: number | null;
  /** Beyond what was heard before the line was cut off. */
  cut: boolean;
}

interface Piece {
  start: number;
  end: number;
  kind: "text" | "direction" | "marker";
}

/**
 * `**strong**` · `*direction*` · the brackets of four languages · a direction still being written at the end.
 * The same signs the speaking side skips; the length limit keeps stray signs from swallowing a page.
 */
const MARKED = new RegExp(
  [
    String.raw`(\*\*)([^*\n]{1,300})(\*\*)`,
    String.raw`(\*)(?=\S)([^*\n]{1,300})(?<=\S)(\*)`,
    String.raw`(\()([^()\n]{0,300})(\))`,
    String.raw`(（)([^（）\n]{0,300})(）)`,
    String.raw`(\[)([^[\]\n]{0,300})(\])`,
    String.raw`(【)([^【】\n]{0,300})(】)`,
    String.raw`(\*{1,2})(?=\S)([^*\n]{1,300})$`,
    String.raw`(\*{1,2})$`,
  ].join("|"),
  "g",
);

/** A starred word its sentence would miss ("*너*를", "I did *not* say so") is stressed, not acted. */
function isStressed(content: string, start: number, inner: string, end: number): boolean {
  if (/\s/.test(inner)) return false;
  const before = content.slice(Math.max(0, start - 2), start);
  const after = content.slice(end, end + 2);
  if (/^\p{L}/u.test(after) && before !== "") return true;
  return /[\p{sc=Latin},]\s$/u.test(before) && /^\s\p{Ll}/u.test(after) && !/(?:s|ing|ed)$/.test(inner);
}

function pieces(content: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  const add = (length: number, kind: Piece["kind"]) => {
    if (length > 0) found.push({ start: at, end: at + length, kind });
    at += length;
  };
  for (const match of content.matchAll(MARKED)) {
    add(match.index - at, "text");
    const [open = "", inner = "", close = ""] = match.slice(1).filter((part) => part !== undefined);
    const stressed =
      open === "**" ||
      (close === "*" && isStressed(content, match.index, inner, match.index + match[0].length));
    add(open.length, "marker");
    add(inner.length, stressed ? "text" : "direction");
    add(close.length, "marker");
  }
  add(content.length - at, "text");
  return found;
}

/**
 * Cuts a line's content where its look changes: at stage directions, at segments, and where it was interrupted.
 * `heardUntil`: UTF-16 offset, null = the line was not cut. The runs cover everything that is shown, in order.
 */
export function scriptRuns(
  content: string,
  segments: readonly RoomSegment[],
  heardUntil: number | null,
): ScriptRun[] {
  const borders = new Set(segments.flatMap((segment) => [segment.start, segment.end]));
  if (heardUntil !== null) borders.add(heardUntil);
  const cuts = [...borders].sort((a, b) => a - b);
  const runs: ScriptRun[] = [];
  for (const piece of pieces(content)) {
    if (piece.kind === "marker") continue;
    const inside = cuts.filter((cut) => cut > piece.start && cut < piece.end);
    const points = [piece.start, ...inside, piece.end];
    for (const [i, start] of points.slice(0, -1).entries()) {
      const end = points[i + 1] ?? piece.end;
      const segment = segments.find((each) => each.start <= start && end <= each.end);
      runs.push({
        text: content.slice(start, end),
        start,
        direction: piece.kind === "direction",
        segmentIndex: segment ? segment.index : null,
        cut: heardUntil !== null && start >= heardUntil,
      });
    }
  }
  return runs;
}

/** Neighbouring runs of one segment, so that a sentence stays one element. */
export function groupBySegment(runs: readonly ScriptRun[]): ScriptRun[][] {
  const groups: ScriptRun[][] = [];
  for (const run of runs) {
    const group = groups.at(-1);
    const head = group?.[0];
    if (
      group &&
      head &&
      run.segmentIndex !== null &&
      head.segmentIndex === run.segmentIndex &&
      head.cut === run.cut
    )
      group.push(run);
    else groups.push([run]);
  }
  return groups;
}
