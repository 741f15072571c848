import { describe, expect, it } from "vitest";
import { lorebook } from "@/lib/contract/lorebook";
import { findLore } from "@/lib/conversation/prompt/lorebook";
import { occursAsRegex } from "@/lib/conversation/prompt/regex-search";

const entry = (content: string, more: object = {}) => ({ keys: [], content, ...more });
function find(entries: object[], lines: string[], more: object = {}, budget = 1000) {
  return findLore({
    books: [lorebook.parse({ entries, ...more })],
    lines,
    budget,
    tokensOf: (text) => text.length,
    fill: (text) => text.replace("{{char}}", "길동"),
    now: () => performance.now(),
  });
}
const found = (entries: object[], lines: string[], more: object = {}, budget?: number) =>
  find(entries, lines, more, budget).found;

describe("an entry is found", () => {
  it.each([
    ["by its key", { keys: ["검"] }, "그 검을 보았소?", true],
    ["by any of its keys", { keys: ["활", "검"] }, "검", true],
    ["not without one", { keys: ["활"] }, "검", false],
    ["not with no keys", {}, "검", false],
    ["in any letter case", { keys: ["Sword"] }, "my SWORD!", true],
    [
      "in its own letter case where that counts",
      { keys: ["Sword"], case_sensitive: true },
      "my sword",
      false,
    ],
    ["as a word of its own", { keys: ["king"] }, "looking", false],
    ["within a word where words are not set apart", { keys: ["왕"] }, "대왕께서", true],
    ["by a name", { keys: ["{{char}}"] }, "길동이 왔다", true],
    ["by its second key too", { keys: ["검"], selective: true, secondary_keys: ["산"] }, "산의 검", true],
    ["not without its second key", { keys: ["검"], selective: true, secondary_keys: ["산"] }, "검", false],
    ["second keys or not, where it is not selective", { keys: ["검"], secondary_keys: ["산"] }, "검", true],
    ["not when it is off", { keys: ["검"], enabled: false }, "검", false],
    ["by a pattern", { keys: ["/검(은|이)/"], use_regex: true }, "검은 어디 있소", true],
    ["by a pattern without slashes", { keys: ["s[uw]ord"], use_regex: true }, "my SWORD", true],
    ["not by a broken pattern", { keys: ["("], use_regex: true }, "(", false],
  ])("%s", (_what, more, line, isFound) => {
    expect(found([entry("사실", more)], [line])).toEqual(isFound ? ["사실"] : []);
  });
});

it("only the newest lines are searched", () => {
  const entries = [entry("사실", { keys: ["검"] })];
  const lines = ["검을 보았소?", "가", "나", "다", "라"];
  expect(found(entries, lines)).toEqual([]);
  expect(found(entries, lines, { scan_depth: 5 })).toEqual(["사실"]);
  expect(found(entries, lines, { scan_depth: 0 })).toEqual([]);
});

it("what is always there stands before or after the character, the rest where it was found, in insertion order", () => {
  const entries = [
    entry("셋", { keys: ["검"], insertion_order: 3 }),
    entry("하나", { keys: ["검"], insertion_order: 1, position: "before_char" }),
    entry("둘", { keys: ["검"], insertion_order: 2 }),
    entry("늘 앞에", { constant: true, position: "before_char" }),
    entry("늘 뒤에", { constant: true }),
  ];
  expect(find(entries, ["검"])).toEqual({
    before: ["늘 앞에"],
    after: ["늘 뒤에"],
    found: ["하나", "둘", "셋"],
  });
});

it("what one entry says calls another, where the book wants that", () => {
  const entries = [entry("검은 산에 있다", { keys: ["검"] }), entry("산은 높다", { keys: ["산"] })];
  expect(found(entries, ["검"])).toEqual(["검은 산에 있다"]);
  expect(found(entries, ["검"], { recursive_scanning: true })).toEqual(["검은 산에 있다", "산은 높다"]);
});

it("where not all fit the least important goes, what is always there last", () => {
  const entries = [
    entry("12345", { constant: true, insertion_order: 9 }),
    entry("abcde", { keys: ["검"], priority: 1, insertion_order: 1 }),
    entry("ABCDE", { keys: ["검"], priority: 5, insertion_order: 2 }),
  ];
  expect(find(entries, ["검"], { token_budget: 10 })).toEqual({
    before: [],
    after: ["12345"],
    found: ["ABCDE"],
  });
  expect(find(entries, ["검"], { token_budget: 500 }, 5)).toEqual({
    before: [],
    after: ["12345"],
    found: [],
  });
});

it("decorators at an entry's head are not sent", () => {
  expect(found([entry("@@depth 4\n@@@role user\n사실", { keys: ["검"] })], ["검"])).toEqual(["사실"]);
});

it("a pattern that would take for ever is given up", () => {
  const before = performance.now();
  expect(occursAsRegex("(a+)+$", `${"a".repeat(40)}b`, false)).toBe(false);
  const entries = Array.from({ length: 40 }, () => entry("사실", { keys: ["(a+)+$"], use_regex: true }));
  expect(found(entries, [`${"a".repeat(40)}b`])).toEqual([]);
  expect(performance.now() - before).toBeLessThan(1500);
});

describe("files as they are in the wild", () => {
  it("a lorebook_v3 file, numbers and nulls where words and truths belong", () => {
    const book = {
      name: null,
      entries: [{ keys: ["검", 7], content: "사실", enabled: null, insertion_order: "x", id: 3 }],
    };
    expect(lorebook.parse({ spec: "lorebook_v3", data: book }).entries[0]).toMatchObject({
      keys: ["검", "7"],
      enabled: true,
      insertion_order: 100,
      id: 3,
    });
  });

  it("SillyTavern's world file under its own names", () => {
    const entries = {
      0: {
        uid: 0,
        key: ["검"],
        keysecondary: ["산"],
        selective: true,
        content: "사실",
        disable: false,
        order: 5,
        position: 0,
      },
      1: { uid: 1, key: "활, 화살", content: "끔", disable: true, position: 4 },
    };
    expect(lorebook.parse({ entries }).entries).toMatchObject([
      {
        keys: ["검"],
        secondary_keys: ["산"],
        enabled: true,
        insertion_order: 5,
        position: "before_char",
        uid: 0,
      },
      { keys: ["활", "화살"], enabled: false, position: "after_char" },
    ]);
  });
});
