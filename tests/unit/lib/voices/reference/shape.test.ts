import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/contract/app-error";
import { checkReference } from "@/lib/voices/reference/check";
import { loudness } from "@/lib/voices/reference/loudness";
import { peakDb } from "@/lib/voices/reference/measures";
import { shaped, toLoudness, trimSilence } from "@/lib/voices/reference/shape";
import { lengthOf, readSound, writeSound } from "@/lib/voices/reference/sound";
import { referenceClip } from "@/lib/voices/reference-wav";
import { joined, mixed, noise, silence, tone } from "./signals";

const AS_IT_IS = { start: undefined, end: undefined, trim_silence: false, loudness: false };
const levelOf = (check: ReturnType<typeof checkReference>, code: string) =>
  check.findings.find((finding) => finding.code === code)?.level;

describe("a recording as a reference", () => {
  it("read back as it was written, to one step of 16 bits", () => {
    const sound = tone(0.5, 0.8);
    const again = readSound(writeSound(sound));
    expect(again.sampleRate).toBe(sound.sampleRate);
    expect(again.samples.length).toBe(sound.samples.length);
    const error = again.samples.reduce(
      (most, one, at) => Math.max(most, Math.abs(one - (sound.samples[at] ?? 0))),
      0,
    );
    expect(error).toBeLessThan(1 / 32_768);
  });

  it("mixes two channels into one", () => {
    const bytes = writeSound({ sampleRate: 8000, samples: Float32Array.of(0.5, -0.5, 0.5, 0.25) });
    const view = new DataView(bytes.buffer);
    view.setUint16(22, 2, true);
    expect([...readSound(bytes).samples]).toEqual([0, 0.375]);
  });

  it("the stretch asked for, at the usual loudness, without a click at its edges", () => {
    const clip = shaped(tone(12, 0.02), { ...AS_IT_IS, start: 2, end: 7.5, loudness: true });
    expect(lengthOf(clip)).toBeCloseTo(5.5, 3);
    expect(loudness(clip)).toBeCloseTo(-20, 1);
    expect(clip.samples[0]).toBe(0);
    expect(Math.abs(clip.samples.at(-1) ?? 1)).toBeLessThan(0.001);
  });

  it("never so loud that its peaks would be cut off", () => {
    const spiky = joined(tone(4, 0.01), tone(0.01, 1), tone(4, 0.01));
    expect(peakDb(toLoudness(spiky, -20))).toBeCloseTo(-1, 1);
    expect(toLoudness(silence(3), -20).samples.every((sample) => sample === 0)).toBe(true);
  });

  it("loses the silence around it but for a breath", () => {
    expect(lengthOf(trimSilence(joined(silence(2), tone(4, 0.3), silence(3))))).toBeCloseTo(4.3, 1);
  });

  it("an 11 s clip is refused with its length, and taken with a stretch of it", () => {
    const bytes = writeSound(tone(11, 0.1));
    expect(() => referenceClip(bytes, AS_IT_IS)).toThrow(AppError);
    expect(lengthOf(readSound(referenceClip(bytes, { ...AS_IT_IS, start: 1, end: 9 })))).toBeCloseTo(8, 3);
    expect(() => referenceClip(bytes, { ...AS_IT_IS, start: 1, end: 2 })).toThrow(AppError);
  });

  it("is kept byte for byte where nothing is asked of it", () => {
    const bytes = writeSound(tone(4, 0.1));
    expect(referenceClip(bytes, AS_IT_IS)).toBe(bytes);
  });
});

describe("what is said of a clip", () => {
  const good = mixed(joined(tone(2, 0.15), silence(0.6), tone(2, 0.15)), noise(4.6, 0.0005));

  it("a good one is good in everything", () => {
    const check = checkReference(good);
    expect(check.findings.filter(({ level }) => level !== "good")).toEqual([]);
    expect(check.usable).toBe(true);
  });

  it.each([
    ["length", "bad", tone(11, 0.15)],
    ["loudness", "warn", tone(5, 0.01)],
    ["loudness", "bad", silence(5)],
    ["noise", "bad", mixed(joined(tone(2, 0.1), silence(1), tone(2, 0.1)), noise(5, 0.06))],
    ["silence", "warn", joined(silence(2), tone(4, 0.15))],
    ["pause", "warn", joined(tone(2, 0.15), silence(2), tone(2, 0.15))],
    ["rate", "bad", tone(5, 0.15, { rate: 8000 })],
  ] as const)("%s is %s", (code, level, sound) => {
    expect(levelOf(checkReference(sound), code)).toBe(level);
  });

  it("clipping is told from the recording, however quiet the clip was made", () => {
    const { sampleRate, samples } = tone(5, 3, { hz: 100 });
    const source = { sampleRate, samples: samples.map((one) => Math.max(-1, Math.min(1, one))) };
    const clip = toLoudness(source, -20);
    expect(levelOf(checkReference(clip, source), "clipping")).toBe("bad");
    expect(levelOf(checkReference(clip), "clipping")).toBe("good");
  });
});
