import { describe, expect, it } from "vitest";
import { StreamingResampler } from "@/lib/client/playback/resampler";

function sine(rate: number, seconds: number, frequency: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: Math.round(rate * seconds) }, (_, n) =>
    Math.sin((2 * Math.PI * frequency * n) / rate),
  );
}

function resample(input: Float32Array<ArrayBuffer>, from: number, to: number, cuts: () => number): number[] {
  const resampler = new StreamingResampler(from, to);
  const output: number[] = [];
  for (let at = 0; at < input.length; ) {
    const size = cuts();
    output.push(...resampler.push(input.slice(at, at + size)));
    at += size;
  }
  output.push(...resampler.flush());
  return output;
}

const RATES: [number, number][] = [
  [32_000, 48_000],
  [22_050, 48_000],
  [24_000, 44_100],
  [32_000, 44_100],
  [48_000, 44_100],
  [48_000, 16_000],
  [48_000, 48_000],
];

describe.each(RATES)("StreamingResampler %i → %i Hz", (from, to) => {
  it("keeps a sine a sine, at its place", () => {
    const output = resample(sine(from, 0.25, 440), from, to, () => 4096);
    expect(output).toHaveLength(Math.ceil((Math.round(from * 0.25) * to) / from));
    const expected = sine(to, 0.25, 440);
    // The ends see the silence around the sound.
    const inner = output.slice(200, -200).map((value, n) => Math.abs(value - (expected[n + 200] ?? 0)));
    expect(Math.max(...inner)).toBeLessThan(0.001);
  });

  it("gives the same samples in any cutting", () => {
    const input = sine(from, 0.05, 700);
    const whole = resample(input, from, to, () => input.length);
    let seed = 1;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return 1 + (seed % 97);
    };
    expect(resample(input, from, to, () => 1)).toEqual(whole);
    expect(resample(input, from, to, random)).toEqual(whole);
  });
});

it("lets nothing above the new band through", () => {
  const output = resample(sine(48_000, 0.2, 12_000), 48_000, 16_000, () => 500).slice(200, -200);
  expect(Math.max(...output.map(Math.abs))).toBeLessThan(0.002);
});

it("takes less than its samples' time by far", () => {
  const input = sine(22_050, 10, 440);
  const begun = performance.now();
  resample(input, 22_050, 48_000, () => 2048);
  expect(performance.now() - begun).toBeLessThan(5000);
});
