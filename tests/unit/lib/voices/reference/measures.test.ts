import { describe, expect, it } from "vitest";
import { loudness } from "@/lib/voices/reference/loudness";
import { clippedPeaks, noiseFloorDb, pauses, peakDb } from "@/lib/voices/reference/measures";
import { joined, mixed, noise, silence, tone } from "./signals";

describe("loudness", () => {
  it.each([48_000, 44_100, 32_000, 16_000])("a full 997 Hz tone at %i Hz is -3.01 LUFS", (rate) => {
    expect(loudness(tone(3, 1, { rate }))).toBeCloseTo(-3.01, 1);
  });

  it("follows the level dB by dB", () => {
    expect(loudness(tone(3, 0.1))).toBeCloseTo(-23.01, 1);
  });

  it("leaves out what is silent, and counts low tones for less", () => {
    const speech = tone(3, 0.1);
    expect(loudness(joined(speech, silence(5)))).toBeCloseTo(-23.01, 0);
    expect(loudness(tone(3, 0.1, { hz: 30 }))).toBeLessThan(-29);
  });

  it("is nothing for silence, and for less than one block", () => {
    expect(loudness(silence(3))).toBeNull();
    expect(loudness(tone(0.3, 1))).toBeNull();
  });
});

describe("clipping", () => {
  const clipped = (amplitude: number, limit: number) => {
    const { sampleRate, samples } = tone(1, amplitude, { hz: 100 });
    return { sampleRate, samples: samples.map((one) => Math.max(-limit, Math.min(limit, one))) };
  };

  it("counts each top that was cut off: 100 Hz has two hundred in a second", () => {
    expect(clippedPeaks(clipped(2, 1))).toBe(200);
  });

  it("counts none in a tone that only touches full scale, nor in a quieter limiter", () => {
    expect(clippedPeaks(tone(1, 1, { hz: 5000 }))).toBe(0);
    expect(clippedPeaks(clipped(2, 0.9))).toBe(0);
  });
});

describe("levels", () => {
  it("the peak in dB of full scale", () => {
    expect(peakDb(tone(1, 0.5))).toBeCloseTo(-6.02, 1);
    expect(peakDb(silence(1))).toBe(-100);
  });

  it("the noise is what is left between the words", () => {
    const words = joined(tone(1, 0.5), silence(0.5), tone(1, 0.5), silence(0.5));
    expect(noiseFloorDb(mixed(words, noise(3, 0.01)))).toBeCloseTo(20 * Math.log10(0.01 / Math.sqrt(3)), 0);
    expect(noiseFloorDb(words)).toBe(-100);
  });
});

describe("pauses", () => {
  it("before, after, and the longest between", () => {
    const sound = joined(
      silence(0.6),
      tone(1, 0.3),
      silence(0.3),
      tone(1, 0.3),
      silence(1.5),
      tone(1, 0.3),
      silence(0.4),
    );
    const { lead, tail, longest } = pauses(mixed(sound, noise(5.8, 0.0005)));
    expect(lead).toBeCloseTo(0.6, 1);
    expect(longest).toBeCloseTo(1.5, 1);
    expect(tail).toBeCloseTo(0.4, 1);
  });

  it("silence is all pause", () => {
    expect(pauses(silence(2))).toEqual({ lead: 2, tail: 0, longest: 0 });
  });
});
