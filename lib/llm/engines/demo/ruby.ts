/** Where a reading stands in for the written form; UTF-16 offsets in the display text. */
export interface ReadingSpan {
  start: number;
  end: number;
  reading: string;
}

export interface ReadingLine {
  display: string;
  spans: ReadingSpan[];
}

const RUBY = /\{([^{}|]+)\|([^{}|]+)\}/gu;

/** Reads `{漢字|かんじ}` markup: the text as shown, and which stretch of it is read how. */
export function parseRuby(marked: string): ReadingLine {
  const spans: ReadingSpan[] = [];
  let display = "";
  let from = 0;
  for (const match of marked.matchAll(RUBY)) {
    const [whole, written = "", reading = ""] = match;
    display += marked.slice(from, match.index);
    spans.push({ start: display.length, end: display.length + written.length, reading });
    display += written;
    from = match.index + whole.length;
  }
  return { display: display + marked.slice(from), spans };
}

/** The text as shown, without reading markup. */
export function stripRuby(marked: string): string {
  return marked.replace(RUBY, "$1");
}
