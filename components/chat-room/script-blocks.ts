/** A stretch of a line's content that is set apart on the page. */
export interface ScriptBlock {
  kind: "text" | "quote" | "bullets" | "numbers" | "code";
  /** What is shown of it, marks left out, as UTF-16 offsets: the entries of a list, else one for each line or stretch. */
  parts: { start: number; end: number }[];
  /** Of `numbers`: the first one. */
  first: number;
}

const FENCE = /^ {0,3}```[^`]*$/;
const MARK = {
  quote: /^ {0,3}> ?/,
  bullets: /^ {0,3}[-*+•] +(?=\S)/,
  numbers: /^ {0,3}(\d{1,9})[.)] +(?=\S)/,
} as const;

interface Row {
  start: number;
  end: number;
  text: string;
}

function rows(content: string): Row[] {
  let start = 0;
  return content.split("\n").map((text) => {
    const row = { start, end: start + text.length, text };
    start = row.end + 1;
    return row;
  });
}

function kindOf(text: string): keyof typeof MARK | null {
  if (MARK.quote.test(text)) return "quote";
  if (MARK.bullets.test(text)) return "bullets";
  return MARK.numbers.test(text) ? "numbers" : null;
}

/**
 * Cuts a line's content into paragraphs, quotes (`> `), lists and code (between rows of ```; one that is not closed
 * goes to the end). One row alone is no list: "- 누구야?" and "3. 1운동" are things people say.
 */
export function scriptBlocks(content: string): ScriptBlock[] {
  const all = rows(content);
  const blocks: ScriptBlock[] = [];
  const add = (kind: ScriptBlock["kind"], parts: ScriptBlock["parts"], first = 1) =>
    blocks.push({ kind, parts, first });
  let plain: Row[] = [];
  const flush = () => {
    const head = plain.find(({ text }) => text.trim() !== "");
    const last = plain.findLast(({ text }) => text.trim() !== "");
    if (head && last) add("text", [{ start: head.start, end: last.end }]);
    plain = [];
  };
  for (let at = 0; at < all.length; ) {
    const row = all[at] as Row;
    if (FENCE.test(row.text)) {
      let end = at + 1;
      while (end < all.length && !FENCE.test(all[end]?.text ?? "")) end += 1;
      flush();
      const [head, last] = [all[at + 1], all[end - 1]];
      if (head && last && end > at + 1) add("code", [{ start: head.start, end: last.end }]);
      at = end + 1;
      continue;
    }
    const kind = kindOf(row.text);
    let end = at + 1;
    while (kind && end < all.length && kindOf(all[end]?.text ?? "") === kind) end += 1;
    if (kind && (kind === "quote" || end - at > 1)) {
      flush();
      const parts = all.slice(at, end).map(({ text, start, end: stop }) => {
        return { start: start + (MARK[kind].exec(text)?.[0].length ?? 0), end: stop };
      });
      add(kind, parts, Number(MARK.numbers.exec(row.text)?.[1] ?? 1));
    } else plain.push(...all.slice(at, end));
    at = end;
  }
  flush();
  return blocks;
}
