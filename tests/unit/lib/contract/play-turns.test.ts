import { expect, it } from "vitest";
import { hasHadItsTurns, turnsAfter } from "@/lib/contract/play-turns";

it.each([
  ["lead", [0, 1, 2, 3, 30], [0, 1, 2, 3, 30]],
  ["director", [0, 1, 2, 3, 59, 60], [0, 0, 1, 1, 29, 30]],
] as const)("turns of a play whose person is its %s, after so many lines", (role, lines, turns) => {
  expect(lines.map((count) => turnsAfter(role, count))).toEqual(turns);
});

it.each([
  ["lead", 29, 30],
  ["director", 59, 60],
] as const)("thirty turns are over with the last line of the last one: %s", (role, before, last) => {
  expect(hasHadItsTurns(turnsAfter(role, before), 30)).toBe(false);
  expect(hasHadItsTurns(turnsAfter(role, last), 30)).toBe(true);
});

it("without a limit a play is never over", () => {
  expect(hasHadItsTurns(10_000, 0)).toBe(false);
});
