import { expect, it } from "vitest";
import { EngineTimes } from "@/lib/speech/engine-times";

it("keeps the last fifty of each engine, and tells its share of real time from all of them", () => {
  const times = new EngineTimes();
  expect(times.firstSounds("a")).toEqual([]);
  expect(times.realTimeFactor("a")).toBeNull();
  for (let at = 0; at < 60; at++) times.add("a", { firstSoundMs: at + 0.4, totalMs: 500, soundMs: 2000 });
  times.add("b", { firstSoundMs: 7, totalMs: 10, soundMs: 0 });
  expect(times.firstSounds("a")).toHaveLength(50);
  expect(times.firstSounds("a")[0]).toBe(10);
  expect(times.realTimeFactor("a")).toBe(0.25);
  expect(times.realTimeFactor("b")).toBeNull();
  times.forget("a");
  expect(times.firstSounds("a")).toEqual([]);
});
