import { type LorebookEntry, lorebook, lorebookEntry } from "@/lib/contract/lorebook";

/** A card's `character_book` as it is kept, whatever else it holds. */
export type Book = Record<string, unknown>;

export type EntryChanges = Partial<
  Pick<
    LorebookEntry,
    | "keys"
    | "secondary_keys"
    | "content"
    | "enabled"
    | "constant"
    | "selective"
    | "insertion_order"
    | "position"
  >
>;

/** The book's entries as they are used; an entry nobody can read is an empty one. */
export function entriesOf(book: Book | null): LorebookEntry[] {
  const read = lorebook.safeParse(book);
  return read.success ? read.data.entries : [];
}

/** The book with one entry changed; everything else of it and of the entry stays. */
export function withEntry(book: Book | null, at: number, changes: EntryChanges): Book {
  const secondary = changes.secondary_keys;
  const told = secondary === undefined ? changes : { ...changes, selective: secondary.length > 0 };
  return {
    ...book,
    entries: rawEntries(book).map((entry, index) => (index === at ? { ...entry, ...told } : entry)),
  };
}

/** The book with a new entry at its end. */
export function withNewEntry(book: Book | null): Book {
  const entries = rawEntries(book);
  const entry = { ...lorebookEntry.parse({}), insertion_order: (entries.length + 1) * 10, extensions: {} };
  return { extensions: {}, ...book, entries: [...entries, entry] };
}

/** The book without an entry; a book without entries is none. */
export function withoutEntry(book: Book | null, at: number): Book {
  const entries = rawEntries(book).filter((_entry, index) => index !== at);
  return entries.length === 0 ? {} : { ...book, entries };
}

function rawEntries(book: Book | null): Record<string, unknown>[] {
  const entries: unknown[] = Array.isArray(book?.entries) ? book.entries : entriesOf(book);
  return entries.map((entry) => (typeof entry === "object" && entry !== null ? { ...entry } : {}));
}

export const toWords = (text: string): string[] =>
  text
    .split(/[,、，]/)
    .map((word) => word.trim())
    .filter(Boolean);
