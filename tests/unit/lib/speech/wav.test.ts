import { describe, expect, it } from "vitest";
import { pcmDurationMs, readWavHeader, wavHeader } from "@/lib/speech/wav";

describe("wavHeader", () => {
  it("says what readWavHeader reads", () => {
    expect(readWavHeader(wavHeader({ sampleRate: 32_000, dataBytes: 6400 }))).toEqual({
      formatTag: 1,
      channels: 1,
      sampleRate: 32_000,
      bitsPerSample: 16,
      dataOffset: 44,
      dataBytes: 6400,
    });
  });

  it("is the canonical 44 bytes", () => {
    expect(Buffer.from(wavHeader({ sampleRate: 24_000, dataBytes: 4 })).toString("hex")).toBe(
      "524946462800000057415645666d74201000000001000100c05d000080bb0000020010006461746104000000",
    );
  });

  it("has both sizes 0xFFFFFFFF while streaming", () => {
    const header = wavHeader({ sampleRate: 22_050, dataBytes: "streaming" });
    const view = new DataView(header.buffer);
    expect([view.getUint32(4, true), view.getUint32(40, true)]).toEqual([0xffffffff, 0xffffffff]);
    expect(readWavHeader(header)?.dataBytes).toBe("streaming");
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses the rate %s", (sampleRate) => {
    expect(() => wavHeader({ sampleRate, dataBytes: 0 })).toThrow(RangeError);
  });

  it.each([-2, 0.5, 2 ** 32, Number.NaN])("refuses the size %s", (dataBytes) => {
    expect(() => wavHeader({ sampleRate: 32_000, dataBytes })).toThrow(RangeError);
  });
});

describe("readWavHeader", () => {
  const header = wavHeader({ sampleRate: 48_000, dataBytes: 10 });

  it("steps over chunks it does not know, odd ones too", () => {
    const list = Buffer.from("4c495354030000006162630 0".replace(" ", ""), "hex");
    const bytes = Buffer.concat([header.subarray(0, 36), list, header.subarray(36)]);
    expect(readWavHeader(bytes)).toMatchObject({ sampleRate: 48_000, dataOffset: 56, dataBytes: 10 });
  });

  it("reads from the middle of a larger buffer", () => {
    const bytes = Buffer.concat([Buffer.from("xyz"), header]).subarray(3);
    expect(readWavHeader(bytes)?.sampleRate).toBe(48_000);
  });

  it("is null for every piece that ends too soon, and for what is no WAV", () => {
    for (let length = 0; length < 44; length += 1)
      expect(readWavHeader(header.subarray(0, length))).toBeNull();
    expect(readWavHeader(Buffer.from("<html>502 Bad Gateway</html>".padEnd(60)))).toBeNull();
    expect(readWavHeader(new Uint8Array(100))).toBeNull();
  });
});

it("tells how long s16le mono sound lasts", () => {
  expect(pcmDurationMs(64_000, 32_000)).toBe(1000);
  expect(pcmDurationMs(2, 22_050)).toBeCloseTo(0.04535, 5);
});
