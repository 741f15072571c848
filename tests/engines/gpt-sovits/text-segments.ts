const CLAUSE_MARKS = ",.;?!、，。？！：…";
const LONGEST_PIECE = 510;
const SHORTEST_PIECE = 5;

/**
 * What the engine speaks one after another.
 * `invalid` = nothing but punctuation and blanks (an error there); `[]` = nothing to say (no error there).
 */
export function splitText(text: string, method: string): string[] | "invalid" {
  const stripped = text.replace(/^\n+|\n+$/g, "");
  if (stripped === "") return [];
  if ([...stripped].every((character) => CLAUSE_MARKS.includes(character) || /\s/.test(character)))
    return "invalid";
  const lines = cut(stripped, method).flatMap((piece) => piece.split("\n"));
  return mergeShort(lines.filter((piece) => piece.trim() !== ""))
    .filter((piece) => /[\p{L}\p{N}_]/u.test(piece))
    .map((piece) => (CLAUSE_MARKS.includes(piece.slice(-1)) ? piece : `${piece}.`))
    .flatMap((piece) =>
      piece.length > LONGEST_PIECE ? bySize(cutAtMarks(piece, CLAUSE_MARKS), LONGEST_PIECE) : [piece],
    );
}

function cut(text: string, method: string): string[] {
  switch (method) {
    case "cut1":
      return inFours(cutAtMarks(text, CLAUSE_MARKS));
    case "cut2":
      return bySize(cutAtMarks(text, CLAUSE_MARKS), 50);
    case "cut3":
      return cutAtMarks(text, "。");
    case "cut4":
      return cutAtMarks(text, ".");
    case "cut5":
      return cutAtMarks(text, CLAUSE_MARKS);
    default:
      return [text];
  }
}

/** Cuts after every mark; a full stop between digits is part of the number. Pieces of marks alone vanish. */
function cutAtMarks(text: string, marks: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (!marks.includes(text.charAt(index)) || /^\d\.\d/.test(text.slice(Math.max(0, index - 1), index + 2)))
      continue;
    pieces.push(text.slice(start, index + 1));
    start = index + 1;
  }
  pieces.push(text.slice(start));
  return pieces.filter((piece) => [...piece].some((character) => !CLAUSE_MARKS.includes(character)));
}

function inFours(clauses: string[]): string[] {
  const groups: string[] = [];
  for (let index = 0; index < clauses.length; index += 4)
    groups.push(clauses.slice(index, index + 4).join(""));
  return groups;
}

function bySize(clauses: string[], size: number): string[] {
  const groups = [""];
  for (const clause of clauses) {
    const last = groups.length - 1;
    const grown = `${groups[last]}${clause}`;
    if (grown.length <= size || groups[last] === "") groups[last] = grown;
    else groups.push(clause);
  }
  return groups;
}

function mergeShort(pieces: string[]): string[] {
  const merged: string[] = [];
  let pending = "";
  for (const piece of pieces) {
    pending += piece;
    if (pending.length < SHORTEST_PIECE) continue;
    merged.push(pending);
    pending = "";
  }
  if (pending !== "") merged.push(`${merged.pop() ?? ""}${pending}`);
  return merged;
}
