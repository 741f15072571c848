import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Turn } from "@/lib/conversation/turn";
import { TurnRegistry } from "@/lib/conversation/turn-registry";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function turn(id: string, more: Partial<Turn["identity"]> = {}): Turn {
  return new Turn({
    id,
    playId: "play",
    ownerId: "owner",
    messageId: `${id}-line`,
    userMessageId: null,
    ...more,
  });
}
/** Ends when it is told to stop, as a running turn does. */
function running(id: string, more: Partial<Turn["identity"]> = {}): Turn {
  const made = turn(id, more);
  made.abort.signal.addEventListener("abort", () => made.end());
  return made;
}

it("a turn's log can be followed for ten minutes after its end, by its owner", async () => {
  const turns = new TurnRegistry();
  const one = turn("one");
  turns.add(one);
  await vi.advanceTimersByTimeAsync(3600_000);
  expect(turns.find("owner", "one")).toBe(one);
  expect(turns.find("other", "one")).toBeNull();
  one.end();
  await vi.advanceTimersByTimeAsync(599_000);
  expect(turns.find("owner", "one")).toBe(one);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(turns.find("owner", "one")).toBeNull();
  expect(vi.getTimerCount()).toBe(0);
});

it("the newest turn that has not ended is the one that writes", () => {
  const turns = new TurnRegistry();
  const [one, two] = [turn("one"), turn("two")];
  turns.add(one);
  expect(turns.writing("play", "one-line")).toBe(one);
  expect(turns.writing("elsewhere", "one-line")).toBeNull();
  one.end();
  expect(turns.writing("play", "one-line")).toBeNull();
  turns.add(two);
  expect(turns.writing("play", "two-line")).toBe(two);
});

it("stopping a play stops every turn of it that may still sound, and no other play's", async () => {
  const turns = new TurnRegistry();
  const all = [running("part one"), running("part two"), running("another", { playId: "elsewhere" })];
  for (const one of all) turns.add(one);
  await turns.cancelPlay("play");
  expect(all.map((one) => one.abort.signal.aborted)).toEqual([true, true, false]);
});

it("stopping a line stops what its earlier part still says, and not the line after it", async () => {
  const turns = new TurnRegistry();
  const line = { messageId: "line" };
  const [first, continued, next] = [running("first", line), running("continued", line), running("next")];
  for (const one of [first, continued, next]) turns.add(one);
  await turns.cancelLine(continued);
  expect([first, continued, next].map((one) => one.abort.signal.aborted)).toEqual([true, true, false]);
});

it("closing waits until every turn has stored what was said", async () => {
  const turns = new TurnRegistry();
  const slow = turn("slow");
  turns.add(slow);
  let isClosed = false;
  const closing = turns.close().then(() => {
    isClosed = true;
  });
  await vi.advanceTimersByTimeAsync(0);
  expect([slow.abort.signal.aborted, isClosed]).toEqual([true, false]);
  slow.end();
  await closing;
  expect(isClosed).toBe(true);
});
