import { describe, expect, it } from "vitest";
import {
  isObject,
  type JsonObject,
  parseCardJson,
  stringifyCardJson,
  toPlain,
} from "@/lib/characters/card/card-json";
import { withKeptValues } from "@/lib/characters/card/kept-values";
import { withoutNulls } from "@/lib/contract/fields";

const KEPT = `{"scan_depth":2,"note":null,"far":1e400,"entries":[
  {"keys":["용왕"],"content":"바다의 왕","extensions":{"id":9007199254740993,"weight":1.0}},
  {"keys":["연꽃"],"content":"꽃","extensions":{"id":12345678901234567890,"group":null}},
  {"keys":["인당수"],"content":"물","extensions":{"id":7}}]}`;

interface Book {
  entries: { content: string; keys: string[] }[];
}

/** As a page gets it, changes it and sends it back. */
function edit(change: (book: Book) => void): string {
  const kept = parseCardJson(KEPT);
  const book = JSON.parse(JSON.stringify(toPlain(kept))) as Book;
  change(book);
  const sent = withoutNulls(JSON.parse(JSON.stringify(book))) as JsonObject;
  return stringifyCardJson(withKeptValues(sent, kept));
}

const entriesOf = (text: string) => {
  const book = parseCardJson(text);
  return isObject(book) && Array.isArray(book.entries)
    ? book.entries.map((one) => stringifyCardJson(one))
    : [];
};

describe("a lorebook that a page changed", () => {
  it("is what it was where nothing was changed", () => {
    expect(JSON.parse(edit(() => {}))).toEqual(JSON.parse(KEPT));
    for (const digits of ["9007199254740993", "12345678901234567890", "1.0", "1e400"])
      expect(edit(() => {})).toContain(digits);
  });

  it("keeps the numbers of an entry whose words were changed", () => {
    const text = edit((book) => {
      for (const entry of book.entries) entry.content += "!";
    });
    expect(text).toContain("바다의 왕!");
    expect(text).toContain("9007199254740993");
    expect(text).toContain('"group":null');
  });

  it("keeps each entry's own when others go or come before it", () => {
    const without = entriesOf(edit((book) => book.entries.shift()));
    expect(without[0]).toContain("12345678901234567890");
    expect(without.join()).not.toContain("9007199254740993");
    const moved = entriesOf(edit((book) => book.entries.reverse()));
    expect(moved[2]).toContain("9007199254740993");
    const more = entriesOf(edit((book) => book.entries.unshift({ keys: ["새"], content: "새 것" })));
    expect(more[0]).toBe('{"keys":["새"],"content":"새 것"}');
    expect(more[1]).toContain("9007199254740993");
  });

  it("takes a number the page changed", () => {
    const text = edit((book) => Object.assign(book.entries[0] ?? {}, { extensions: { id: 5 } }));
    expect(entriesOf(text)[0]).toContain('"id":5');
  });
});
