import { expect, it } from "vitest";
import {
  entriesOf,
  toWords,
  withEntry,
  withNewEntry,
  withoutEntry,
} from "@/components/character-editor/lorebook-entries";
import { lorebook } from "@/lib/contract/lorebook";

const BOOK = {
  name: "산",
  extensions: { other: 1 },
  entries: [
    { keys: ["달"], content: "차다.", enabled: true, insertion_order: 3, id: 7, extensions: { depth: 4 } },
  ],
};

it("a change leaves everything else of the book and of the entry as it is", () => {
  const changed = withEntry(BOOK, 0, { content: "밝다.", secondary_keys: ["밤"] });
  expect(changed).toEqual({
    ...BOOK,
    entries: [{ ...BOOK.entries[0], content: "밝다.", secondary_keys: ["밤"], selective: true }],
  });
  expect(withEntry(changed, 0, { secondary_keys: [] }).entries).toMatchObject([{ selective: false, id: 7 }]);
});

it("entries come and go; a book without any is none", () => {
  const made = withNewEntry(null);
  expect(lorebook.parse(made).entries).toMatchObject([
    { enabled: true, constant: false, insertion_order: 10 },
  ]);
  expect(entriesOf(withNewEntry(BOOK))).toHaveLength(2);
  expect(withoutEntry(withNewEntry(BOOK), 1)).toEqual(BOOK);
  expect(withoutEntry(BOOK, 0)).toEqual({});
  expect(entriesOf(null)).toEqual([]);
});

it("words are told apart by any comma", () => {
  expect(toWords("달, 밤、산，  ,")).toEqual(["달", "밤", "산"]);
});
