import { describe, expect, it } from "vitest";
import { createResampler } from "@/lib/speech/resample";

const samples = Array.from({ length: 997 }, (_, at) =>
  Math.round(20_000 * Math.sin(at / 7) + 3000 * Math.sin(at)),
);
const bytes = new Uint8Array(Int16Array.from(samples).buffer);
const valuesOf = (pcm: Uint8Array) => [...new Int16Array(pcm.slice().buffer)];

function resampled(from: number, to: number, cuts: readonly number[]): number[] {
  const resample = createResampler(from, to);
  const ends = [...cuts, samples.length];
  return ends.flatMap((end, at) => valuesOf(resample(bytes.subarray(2 * (ends[at - 1] ?? 0), 2 * end))));
}

const RATES = [
  [22_050, 32_000],
  [32_000, 22_050],
  [48_000, 16_000],
  [16_000, 48_000],
  [44_100, 44_100],
] as const;

describe.each(RATES)("%i → %i Hz", (from, to) => {
  const whole = resampled(from, to, []);

  it("gives the same samples in any chunking, empty chunks included", () => {
    const single = samples.map((_, at) => at);
    for (const cuts of [[1], [0, 0, 500], [331, 332, 333], [996], single]) {
      expect(resampled(from, to, cuts)).toEqual(whole);
    }
  });

  it("keeps the length and the shape", () => {
    expect(Math.abs(whole.length - (samples.length * to) / from)).toBeLessThanOrEqual(Math.max(1, to / from));
    for (const [at, value] of whole.entries()) {
      const place = (at * from) / to;
      const [before = 0, after = before] = [samples[Math.floor(place)], samples[Math.ceil(place)]];
      expect(Math.abs(value - (before + (after - before) * (place % 1)))).toBeLessThanOrEqual(0.5 + 1e-6);
    }
  });
});
