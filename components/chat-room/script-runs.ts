import type { RoomSegment } from "@/lib/client/room-state";

/** `direction`: a stage direction, set in parentheses, lighter. */
export type RunLook = "plain" | "direction" | "strong" | "stressed" | "code";

/** A stretch of a line that is set in one way. */
export interface ScriptRun {
  /** What is shown: markers (`*`, `_`, backticks, brackets) are gone. */
  text: string;
  /** UTF-16 offset in the line's content. */
  start: number;
  look: RunLook;
  /** The segment that sounds it; null = nothing does. */
  segmentIndex: number | null;
  /** Beyond what was heard before the line was cut off. */
  cut: boolean;
}

interface Piece {
  start: number;
  end: number;
  look: RunLook | "marker";
}

/**
 * `code` · `**strong**` · `*direction*` · `_stressed_` · the brackets of four languages · a direction still being written at the end.
 * The same signs the speaking side skips; the length limit keeps stray signs from swallowing a page.
 */
const MARKED = new RegExp(
  [
    String.raw`(\x60)([^\x60\n]{1,300})(\x60)`,
    String.raw`(\*{2,3})(?=[^\s*])([^*\n]{1,300})(\*{2,3})`,
    String.raw`(\*)(?=\S)([^*\n]{1,300})(?<=\S)(\*)`,
    String.raw`(?<=^|[\s"'“‘「『(])(_)(?=[^\s_^])([^_\n]{1,300})(?<=[^\s^])(_)(?=$|[\s"'”’」』),.!?…。、！？])`,
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

function lookOf(
  content: string,
  match: RegExpExecArray,
  open: string,
  inner: string,
  close: string,
): RunLook {
  if (open === "`") return "code";
  if (open === "_") return "stressed";
  if (open.length > 1) return "strong";
  const isWord = close === "*" && isStressed(content, match.index, inner, match.index + match[0].length);
  return isWord ? "stressed" : "direction";
}

function pieces(content: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  const add = (length: number, look: Piece["look"]) => {
    if (length > 0) found.push({ start: at, end: at + length, look });
    at += length;
  };
  for (const match of content.matchAll(MARKED)) {
    add(match.index - at, "plain");
    const [open = "", inner = "", close = ""] = match.slice(1).filter((part) => part !== undefined);
    add(open.length, "marker");
    add(inner.length, lookOf(content, match, open, inner, close));
    add(close.length, "marker");
  }
  add(content.length - at, "plain");
  return found;
}

/** The pieces of one part of a line, at their places in the whole of it. */
function piecesOf(content: string, { start, end }: { start: number; end: number }, isCode: boolean): Piece[] {
  if (isCode) return [{ start, end, look: "plain" }];
  return pieces(content.slice(start, end)).map((piece) => ({
    ...piece,
    start: start + piece.start,
    end: start + piece.end,
  }));
}

/**
 * Cuts a line's content where its look changes: at stage directions, at segments, and where it was interrupted.
 * `heardUntil`: UTF-16 offset, null = the line was not cut. The runs cover everything of `part` that is shown, in
 * order; in code no sign has a meaning.
 */
export function scriptRuns(
  content: string,
  segments: readonly RoomSegment[],
  heardUntil: number | null,
  part = { start: 0, end: content.length },
  isCode = false,
): ScriptRun[] {
  const borders = new Set(segments.flatMap((segment) => [segment.start, segment.end]));
  if (heardUntil !== null) borders.add(heardUntil);
  const cuts = [...borders].sort((a, b) => a - b);
  const runs: ScriptRun[] = [];
  for (const piece of piecesOf(content, part, isCode)) {
    const { look } = piece;
    if (look === "marker") continue;
    const inside = cuts.filter((cut) => cut > piece.start && cut < piece.end);
    const points = [piece.start, ...inside, piece.end];
    for (const [i, start] of points.slice(0, -1).entries()) {
      const end = points[i + 1] ?? piece.end;
      const segment = segments.find((each) => each.start <= start && end <= each.end);
      runs.push({
        text: content.slice(start, end),
        start,
        look,
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
