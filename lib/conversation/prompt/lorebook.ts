import type { Lorebook, LorebookEntry } from "@/lib/contract/lorebook";
import { occursAsRegex } from "./regex-search";

export interface LoreWishes {
  books: readonly Lorebook[];
  /** What was said, oldest first; the newest are searched for keys. */
  lines: readonly string[];
  /** Tokens for a book that names no budget of its own. */
  budget: number;
  tokensOf: (text: string) => number;
  /** Puts names for the cards' placeholders. */
  fill: (text: string) => string;
  /** Milliseconds on any clock; patterns share a time limit. */
  now: () => number;
}

/** Entries in the order they are sent. What is always there stands where it does not move; what was found, near the end. */
export interface FoundLore {
  before: string[];
  after: string[];
  found: string[];
}

const SCAN_DEPTH = 4;
/** Entries found by what other entries say. */
const RECURSION = 3;
/** All patterns of one prompt together. */
const PATTERNS_MS = 60;

/** The entries of the lorebooks that belong in a prompt. */
export function findLore(wishes: LoreWishes): FoundLore {
  const deadline = wishes.now() + PATTERNS_MS;
  const chosen = wishes.books.flatMap((book) =>
    withinBudget(occurring(book, wishes, deadline), book, wishes),
  );
  const sent = chosen.sort((a, b) => a.insertion_order - b.insertion_order);
  const texts = (wanted: (entry: LorebookEntry) => boolean) =>
    sent.filter(wanted).map((entry) => wishes.fill(spokenContent(entry)));
  return {
    before: texts((entry) => entry.constant && entry.position === "before_char"),
    after: texts((entry) => entry.constant && entry.position === "after_char"),
    found: [
      ...texts((entry) => !entry.constant && entry.position === "before_char"),
      ...texts((entry) => !entry.constant && entry.position === "after_char"),
    ],
  };
}

function occurring(book: Lorebook, { lines, fill, now }: LoreWishes, deadline: number): LorebookEntry[] {
  const depth = book.scan_depth ?? SCAN_DEPTH;
  let text = depth === 0 ? "" : lines.slice(-depth).join("\n");
  const chosen = new Set<LorebookEntry>();
  for (let round = 0; round < (book.recursive_scanning ? RECURSION : 1); round++) {
    const found = book.entries.filter(
      (entry) =>
        entry.enabled &&
        !chosen.has(entry) &&
        spokenContent(entry) !== "" &&
        (entry.constant || isCalled(entry, text, fill, () => now() < deadline)),
    );
    if (found.length === 0) break;
    for (const entry of found) chosen.add(entry);
    text = found.map(spokenContent).join("\n");
  }
  return [...chosen];
}

function isCalled(
  entry: LorebookEntry,
  text: string,
  fill: (text: string) => string,
  hasTime: () => boolean,
): boolean {
  const isSensitive = entry.case_sensitive ?? false;
  const occurs = (key: string) =>
    entry.use_regex
      ? hasTime() && occursAsRegex(key, text, isSensitive)
      : occursAsWord(fill(key), text, isSensitive);
  if (!entry.keys.some(occurs)) return false;
  return !entry.selective || entry.secondary_keys.length === 0 || entry.secondary_keys.some(occurs);
}

/** In scripts that set spaces between words a key is a word of its own; elsewhere it may stand anywhere. */
function occursAsWord(key: string, text: string, isSensitive: boolean): boolean {
  const [wanted, searched] = isSensitive ? [key, text] : [key.toLowerCase(), text.toLowerCase()];
  const isLetter = (character: string | undefined) =>
    character !== undefined && /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u.test(character);
  for (let at = searched.indexOf(wanted); at >= 0; at = searched.indexOf(wanted, at + 1)) {
    const opens = !isLetter(wanted[0]) || !isLetter(searched[at - 1]);
    const end = at + wanted.length;
    if (opens && (!isLetter(wanted.at(-1)) || !isLetter(searched[end]))) return true;
  }
  return false;
}

function withinBudget(entries: LorebookEntry[], book: Lorebook, wishes: LoreWishes): LorebookEntry[] {
  let left = Math.min(book.token_budget || wishes.budget, wishes.budget);
  const rank = (entry: LorebookEntry) => [
    entry.constant ? 1 : 0,
    entry.priority ?? 0,
    -entry.insertion_order,
  ];
  const byRank = [...entries].sort((a, b) => {
    const [one, other] = [rank(a), rank(b)];
    const at = one.findIndex((value, index) => value !== other[index]);
    return at < 0 ? 0 : (other[at] ?? 0) - (one[at] ?? 0);
  });
  return byRank.filter((entry) => {
    const tokens = wishes.tokensOf(spokenContent(entry));
    if (tokens > left) return false;
    left -= tokens;
    return true;
  });
}

/** An entry's text without the decorators at its head (`@@depth 4`), which are kept with it and not sent. */
function spokenContent(entry: LorebookEntry): string {
  const lines = entry.content.split("\n");
  const from = lines.findIndex((line) => !line.startsWith("@@"));
  return from < 0 ? "" : lines.slice(from).join("\n").trim();
}
