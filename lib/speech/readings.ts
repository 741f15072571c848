/** A line of ours with the kana of its kanji. */
export interface ReadingLine {
  display: string;
  /** UTF-16 offsets of kanji runs in `display`. */
  spans: { start: number; end: number; reading: string }[];
}

export interface Readings {
  /** `text` with its kanji as kana; `unreadable` if kanji are left. */
  toKana(text: string): { text: string; unreadable: boolean };
}

/** Only the letters and digits of a text, each with its place: quotes, marks and blanks differ between shown and spoken. */
interface Skeleton {
  letters: string;
  /** For each UTF-16 unit of `letters`, its offset in the text. */
  offsets: number[];
}

interface Span {
  start: number;
  end: number;
  reading: string;
}

const KANJI_RUN = /\p{sc=Han}+/gu;
const KANJI = /\p{sc=Han}/u;
const LINE_END = "\n";
/** Up to and with its ending marks and the quotes and brackets they close. */
const SENTENCE = /[^。！？…]*[。！？…]+[\p{Pe}\p{Pf}\s]*|[^。！？…]+$/gu;

/** Reads kanji by the lines they come from, sentence by sentence where several were joined; elsewhere by the kanji runs all lines know. */
export function createReadings(lines: readonly ReadingLine[]): Readings {
  const { letters, spans, surfaces } = indexLines(lines);
  const longest = Math.max(0, ...Array.from(surfaces.keys(), (surface) => surface.length));

  /** Where all kanji of `piece` lie in whole spans of a line; the spans, counted from the piece's start. */
  function findInLines(piece: string): Span[] | null {
    if (piece === "") return null;
    for (let at = letters.indexOf(piece); at >= 0; at = letters.indexOf(piece, at + 1)) {
      const inside = spansWithin(spans, at, at + piece.length);
      const left = blank(piece, inside);
      if (!KANJI.test(left)) return inside;
    }
    return null;
  }

  function readAsLine(text: string): string | null {
    if (!KANJI.test(text)) return text;
    const skeleton = skeletonOf(text);
    const found = findInLines(skeleton.letters);
    return found && applySpans(text, skeleton, found);
  }

  const readByRuns = (text: string): string =>
    text.replace(KANJI_RUN, (run) => coverRun(run, surfaces, longest) ?? run);

  return {
    toKana(text) {
      const folded = text.normalize("NFC").replace(/\s+/g, " ").trim();
      const read =
        readAsLine(folded) ??
        folded.replace(SENTENCE, (sentence) => readAsLine(sentence) ?? readByRuns(sentence));
      return { text: read, unreadable: KANJI.test(read) };
    },
  };
}

/** All lines' skeletons in one string, their spans in it by start, and the commonest reading of each kanji run. */
function indexLines(lines: readonly ReadingLine[]) {
  let letters = LINE_END;
  const spans: Span[] = [];
  const counts = new Map<string, Map<string, number>>();
  for (const line of lines) {
    const skeleton = skeletonOf(line.display);
    for (const { start, end, reading } of line.spans) {
      const surface = line.display.slice(start, end).normalize("NFC");
      const readings = counts.get(surface) ?? new Map<string, number>();
      counts.set(surface, readings.set(reading, (readings.get(reading) ?? 0) + 1));
      const first = skeleton.offsets.findIndex((offset) => offset >= start);
      const last = skeleton.offsets.findLastIndex((offset) => offset < end);
      if (first < 0 || last < first) continue;
      spans.push({ start: letters.length + first, end: letters.length + last + 1, reading });
    }
    letters += skeleton.letters + LINE_END;
  }
  spans.sort((a, b) => a.start - b.start);
  const surfaces = new Map<string, string>();
  for (const [surface, readings] of counts) {
    const [best] = [...readings].sort((a, b) => b[1] - a[1]);
    if (surface !== "" && best) surfaces.set(surface, best[0]);
  }
  return { letters, spans, surfaces };
}

function skeletonOf(text: string): Skeleton {
  let letters = "";
  const offsets: number[] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]/gu)) {
    const composed = match[0].normalize("NFC");
    letters += composed;
    for (let unit = 0; unit < composed.length; unit += 1) offsets.push(match.index + unit);
  }
  return { letters, offsets };
}

/** The spans that lie wholly in [from, to), by binary search, counted from `from`. */
function spansWithin(spans: readonly Span[], from: number, to: number): Span[] {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  const inside: Span[] = [];
  for (let span = spans[low]; span && span.start < to; low += 1, span = spans[low]) {
    if (span.end <= to) inside.push({ ...span, start: span.start - from, end: span.end - from });
  }
  return inside;
}

function blank(piece: string, spans: readonly Span[]): string {
  return spans.reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), piece);
}

function applySpans(text: string, skeleton: Skeleton, spans: readonly Span[]): string {
  return spans.reduceRight((read, { start, end, reading }) => {
    const first = skeleton.offsets[start];
    const last = skeleton.offsets[end - 1];
    return first === undefined || last === undefined
      ? read
      : read.slice(0, first) + reading + read.slice(last + 1);
  }, text);
}

/** A kanji run as readings of known runs, longest first; null if it can not be covered without a rest. */
function coverRun(run: string, surfaces: ReadonlyMap<string, string>, longest: number): string | null {
  const covered: (string | null)[] = Array.from({ length: run.length + 1 }, () => null);
  covered[run.length] = "";
  for (let at = run.length - 1; at >= 0; at -= 1) {
    for (let length = Math.min(longest, run.length - at); length > 0 && covered[at] === null; length -= 1) {
      const reading = surfaces.get(run.slice(at, at + length));
      const rest = covered[at + length];
      if (reading !== undefined && typeof rest === "string") covered[at] = reading + rest;
    }
  }
  return covered[0] ?? null;
}
