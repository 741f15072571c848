import { describe, expect, it } from "vitest";
import { FULL_PEAK, peaksOf } from "@/lib/speech/peaks";

/** These samples as s16le, cut into chunks of so many bytes. */
async function* pcm(samples: number[], chunkBytes: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(Int16Array.from(samples).buffer);
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

describe("the peaks of a sound", () => {
  it("are the loudest moment of each stretch, whichever side of silence it is on", async () => {
    const samples = new Array<number>(6000).fill(0);
    samples[3] = -32_768;
    samples[15] = 16_384;
    samples[17] = -8000;
    samples[5999] = 32_767;
    const peaks = await peaksOf(pcm(samples, 64), samples.length);
    expect(peaks).toHaveLength(600);
    expect([peaks[0], peaks[1], peaks[2], peaks[599]]).toEqual([FULL_PEAK, 64, 0, FULL_PEAK]);
    expect(peaks.slice(2, 599).every((peak) => peak === 0)).toBe(true);
  });

  it("are the same however the bytes are cut, in the middle of a sample too", async () => {
    const samples = Array.from({ length: 5003 }, (_, at) => Math.round(30_000 * Math.sin(at / 7)));
    const whole = await peaksOf(pcm(samples, 20_000), samples.length);
    for (const cut of [1, 3, 7, 4096])
      expect(await peaksOf(pcm(samples, cut), samples.length)).toEqual(whole);
  });

  it("are fewer for what is shorter, and none for nothing", async () => {
    expect(await peaksOf(pcm([0, 32_767, -32_768], 2), 3)).toEqual([0, FULL_PEAK, FULL_PEAK]);
    expect(await peaksOf(pcm([], 2), 0)).toEqual([]);
  });
});
