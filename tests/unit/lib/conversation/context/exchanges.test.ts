import { describe, expect, it } from "vitest";
import { linesToFold, toExchanges } from "@/lib/conversation/context/exchanges";

/** `u` a person's line, `a` the character's. */
const lines = (text: string) =>
  [...text].map((sign, at) => ({ at, role: sign === "u" ? "user" : "assistant" }));
const told = (groups: { role: string }[][]) =>
  groups.map((group) => group.map(({ role }) => role[0]).join("")).join(" ");

it.each([
  ["", ""],
  ["auaua", "a ua ua"],
  ["uuau", "u ua u"],
  ["uaaa", "ua aa"],
  ["aaaaa", "aa aa a"],
])("%j is told as exchanges: %j", (text, groups) => {
  expect(told(toExchanges(lines(text)))).toBe(groups);
});

describe("of six exchanges of 20 tokens", () => {
  const play = lines("uauauauauaua");
  it.each([
    ["as many stay as are to be kept", { keep: 4, least: 2, room: 1000 }, 4],
    ["fewer where there is no room", { keep: 4, least: 2, room: 65 }, 6],
    ["never fewer than the least", { keep: 4, least: 2, room: -50 }, 8],
    ["nothing where all stay", { keep: 6, least: 2, room: 1000 }, 0],
  ])("%s", (_what, limits, folded) => {
    const found = linesToFold(play, () => 10, limits);
    expect(found).toEqual(play.slice(0, folded));
  });
});
