import { describe, expect, it } from "vitest";
import { EdgeFade } from "@/lib/client/playback/edge-fade";
import { Timeline } from "@/lib/client/playback/timeline";

function faded(samples: Float32Array, frames: number, cut: number): number[] {
  const fade = new EdgeFade(frames);
  const output: number[] = [];
  for (let at = 0; at < samples.length; at += cut) output.push(...fade.push(samples.slice(at, at + cut)));
  return [...output, ...fade.flush()];
}

describe("EdgeFade", () => {
  const loud = new Float32Array(300).fill(1);

  it("rounds both ends to zero and leaves the rest, in any cutting", () => {
    const whole = faded(loud, 50, 300);
    expect(whole).toHaveLength(300);
    expect(whole[0]).toBe(0);
    expect(whole.at(-1)).toBe(0);
    expect(whole.slice(50, 250).every((sample) => sample === 1)).toBe(true);
    const steps = whole.slice(1).map((sample, n) => Math.abs(sample - (whole[n] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan(0.021);
    for (const cut of [1, 7, 49, 50, 51, 299]) expect(faded(loud, 50, cut)).toEqual(whole);
  });

  it("keeps what is shorter than the fade, softly", () => {
    const short = faded(loud.slice(0, 20), 50, 6);
    expect(short).toHaveLength(20);
    expect(Math.max(...short)).toBeLessThan(0.5);
  });
});

describe("Timeline", () => {
  it("knows the frame at a moment, over silences and what is scheduled ahead", () => {
    const timeline = new Timeline(1000);
    expect(timeline.frameAt(1)).toBe(0);
    timeline.begin(1, 0, 100);
    timeline.extend(100);
    timeline.begin(1.5, 200);
    expect([0.9, 1, 1.05, 1.2, 1.4].map((time) => timeline.frameAt(time))).toEqual([0, 0, 50, 200, 200]);
    expect([0.9, 1.05, 1.3, 1.6].map((time) => timeline.soundingAt(time))).toEqual([
      false,
      true,
      false,
      true,
    ]);
    timeline.end(300);
    expect(timeline.frameAt(9)).toBe(300);
    expect(timeline.soundingAt(1.7)).toBe(false);
  });
});
