import { expect, it } from "vitest";
import { heardUntil } from "@/lib/conversation/heard";

const content = "어서 오시게. 먼 길을 왔구먼, 앉으시게. 끝.";
/** The first is silent directions later: segments need not touch. */
const segments = [
  { index: 0, start: 0, end: 7, durationMs: 1000 },
  { index: 1, start: 8, end: 23, durationMs: 2000 },
  { index: 3, start: 24, end: 26, durationMs: 0 },
];

it.each([
  ["nothing of the first", 0, 0, ""],
  ["into its first word: a word begun was heard", 0, 100, "어서"],
  ["into its second", 0, 500, "어서 오시게"],
  ["all of it", 0, 1000, "어서 오시게."],
  ["longer than it lasts", 0, 9000, "어서 오시게."],
  ["nothing of the second", 1, 0, "어서 오시게. "],
  ["up to its comma", 1, 1100, "어서 오시게. 먼 길을 왔구먼"],
  ["one that was never spoken: what was before it", 2, 300, "어서 오시게. 먼 길을 왔구먼, 앉으시게."],
  ["one without a length", 3, 0, content],
  ["one behind the last", 9, 0, content],
])("%s", (_what, segment_index, position_ms, heard) => {
  expect(content.slice(0, heardUntil(content, segments, { segment_index, position_ms }))).toBe(heard);
});

it("a line without segments was not heard", () => {
  expect(heardUntil(content, [], { segment_index: 0, position_ms: 500 })).toBe(0);
});
