import { describe, expect, it } from "vitest";
import { AudioFormatError, WavStream } from "@/lib/client/playback/wav-stream";
import { sineWav } from "../wav-fixture";

function readAll(wav: Uint8Array, cut: number): { samples: number[]; sampleRate: number | null } {
  const stream = new WavStream();
  const samples: number[] = [];
  for (let at = 0; at < wav.length; at += cut) samples.push(...stream.push(wav.subarray(at, at + cut)));
  return { samples, sampleRate: stream.sampleRate };
}

const options = { sampleRate: 22_050, seconds: 0.01, frequency: 441 };

describe("WavStream", () => {
  it.each(["true", "streaming", "zero"] as const)(
    "reads the same samples in any cutting, sizes %s",
    (sizes) => {
      const wav = sineWav({ ...options, sizes });
      const whole = readAll(wav, wav.length);
      expect(whole.sampleRate).toBe(22_050);
      expect(whole.samples).toHaveLength(221);
      expect(whole.samples[10]).toBeCloseTo(wav.readInt16LE(44 + 20) / 32_768, 6);
      for (let cut = 1; cut < 60; cut++) expect(readAll(wav, cut)).toEqual(whole);
    },
  );

  it("skips chunks before the sound and ignores those after it", () => {
    const wav = sineWav(options);
    const list = Buffer.concat([Buffer.from("LIST\x05\0\0\0"), Buffer.from("abcde\0")]);
    const padded = Buffer.concat([wav.subarray(0, 36), list, wav.subarray(36), list]);
    expect(readAll(padded, 7)).toEqual(readAll(wav, wav.length));
  });

  it("mixes channels to one", () => {
    const stereo = Buffer.concat([sineWav(options).subarray(0, 44), Buffer.alloc(4)]);
    stereo.writeUInt16LE(2, 22);
    stereo.writeUInt32LE(4, 40);
    stereo.writeInt16LE(16_384, 44);
    expect(readAll(stereo, 3).samples).toEqual([0.25]);
  });

  it.each([
    ["an HTML page", Buffer.from("<!doctype html><html><body>no sound here</body></html>")],
    ["8-bit samples", Buffer.from(sineWav(options)).fill(8, 34, 35)],
    ["a compressed format", Buffer.from(sineWav(options)).fill(85, 20, 21)],
  ])("refuses %s", (_name, bytes) => {
    expect(() => readAll(bytes, 16)).toThrow(AudioFormatError);
  });

  it("has no rate and no samples before the header is whole", () => {
    expect(readAll(sineWav(options).subarray(0, 40), 8)).toEqual({ samples: [], sampleRate: null });
  });
});
