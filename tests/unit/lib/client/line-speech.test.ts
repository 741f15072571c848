import { describe, expect, it } from "vitest";
import { heardUntil, speechOf } from "@/lib/client/line-speech";
import { toRoomLines } from "@/lib/client/room-lines";
import type { RoomLine, RoomSegment } from "@/lib/client/room-state";
import { storedMessage } from "./room-fixture";

const NONE = { queued: new Set<number>(), pending: new Set<number>() };
const content = "어서 와, 춘향아. 오래 기다렸다.";

function line(...states: RoomSegment["state"][]): RoomLine {
  const segments = [
    { index: 0, start: 0, end: 5 },
    { index: 1, start: 6, end: 10 },
    { index: 2, start: 11, end: content.length },
  ].slice(0, states.length);
  const stored = segments.map((segment) => ({ ...segment, text: "", voice_id: "v", audio_url: "/a" }));
  const [made] = toRoomLines([storedMessage({ content, segments: stored })]);
  if (!made) throw new Error("no line");
  return {
    ...made,
    segments: made.segments.map((each, at) => ({ ...each, state: states[at] ?? "waiting" })),
  };
}

describe("a line's speech", () => {
  it.each([
    ["none", line(), NONE],
    ["played", line("waiting", "waiting"), NONE],
    ["pending", line("waiting"), { ...NONE, queued: new Set([0]) }],
    ["playing", line("playing", "waiting"), { ...NONE, queued: new Set([0, 1]) }],
    ["playing", line("played", "waiting"), { ...NONE, queued: new Set([1]) }],
    ["pending", line("played", "waiting"), { ...NONE, pending: new Set([1]) }],
    ["failed", line("played", "failed"), NONE],
    ["playing", line("failed", "playing"), NONE],
  ] as const)("is %s", (expected, spoken, queue) => {
    expect(speechOf(spoken, queue)).toBe(expected);
  });
});

describe("how far a line was heard", () => {
  const heard = (segmentIndex: number, positionMs: number, durationMs: number | null = 1000) => ({
    lineKey: "m2",
    segmentIndex,
    positionMs,
    durationMs,
  });
  const spoken = line("played", "playing", "waiting");
  it.each([
    ["nothing of a sentence", heard(1, 0), 6],
    ["a word that was begun counts", heard(0, 300), 2],
    ["to the end of a sentence", heard(1, 1000), 10],
    ["all of it", heard(2, 1000), null],
    ["a length not known yet", heard(1, 200, null), 9],
    ["a segment it does not have", heard(7, 100), null],
  ])("%s", (_name, position, expected) => {
    expect(heardUntil(spoken, position)).toBe(expected);
  });
});

it("shows stored messages as lines", () => {
  const lines = toRoomLines([
    storedMessage({ id: "s", role: "system", content: "지시" }),
    storedMessage({ id: "u", role: "user", content: "안녕?" }),
    storedMessage({ id: "c", content, status: "interrupted", heard_until: 5 }),
  ]);
  expect(
    lines.map(({ key, role, state, speech, heardUntil: until }) => [key, role, state, speech, until]),
  ).toEqual([
    ["u", "user", "complete", "none", null],
    ["c", "character", "interrupted", "none", 5],
  ]);
});
