import { describe, expect, it } from "vitest";
import { SuspicionMeter } from "@/lib/speech/suspicion";

const RATE = 32_000;
const TEXT = "창가에 불을 켜 두었어요, 어서 들어와요.";

function heard(seconds: number, amplitude = 0.3, pieces = 7) {
  const meter = new SuspicionMeter(RATE);
  const pcm = new Int16Array(Math.round(seconds * RATE)).map(
    (_, at) => amplitude * 32_767 * Math.sin(at / 20),
  );
  const bytes = new Uint8Array(pcm.buffer);
  const size = 2 * Math.ceil(bytes.length / 2 / pieces);
  for (let at = 0; at < bytes.length; at += size) meter.add(bytes.subarray(at, at + size));
  return (claim: { text?: string; language?: string; speed?: number } = {}) =>
    meter.judge({ text: TEXT, language: "ko", speed: 1, ...claim });
}

describe("SuspicionMeter", () => {
  it.each([1.2, 2.5, 3.5, 8])("believes %f s of a Korean sentence", (seconds) => {
    expect(heard(seconds)()).toBeNull();
  });

  it("doubts what is far too short, far too long, or hardly to be heard", () => {
    expect(heard(0.5)()).toBe("too_short");
    expect(heard(30)()).toBe("too_long");
    expect(heard(3, 0.002)()).toBe("too_quiet");
    expect(heard(0)()).toBe("too_quiet");
  });

  it("reckons with the speed, and judges no length of a word or two", () => {
    expect(heard(0.8)({ speed: 2 })).toBeNull();
    expect(heard(0.2)({ text: "네." })).toBeNull();
  });
});
