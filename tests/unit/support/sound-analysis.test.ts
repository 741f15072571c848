import { expect, it } from "vitest";
import {
  firstAudibleAt,
  lastAudibleAt,
  pcmOf,
  silencesOf,
  type Track,
  worstClick,
} from "@/tests/support/sound/analysis";

/** 1000 frames a second, so that a frame is a millisecond. */
function track(...chunks: { frame: number; samples: number[] }[]): Track {
  return {
    sampleRate: 1000,
    chunks: chunks.map(({ frame, samples }) => ({
      frame,
      epochMs: 50_000 + frame,
      samples: Float32Array.from(samples),
    })),
  };
}

const tone = (length: number) => Array.from({ length }, (_, index) => (index % 2 ? 0.4 : -0.4));
const quiet = (length: number) => new Array<number>(length).fill(0.001);

it("finds the first and the last audible sample of all tracks", () => {
  const tracks = [
    track({ frame: 0, samples: quiet(20) }),
    track({ frame: 0, samples: [...quiet(7), ...tone(3), 0] }),
  ];
  expect(firstAudibleAt(tracks)).toBe(50_007);
  expect(lastAudibleAt(tracks)).toBe(50_009);
  expect(firstAudibleAt(tracks, 50_009)).toBe(50_009);
  expect(firstAudibleAt(tracks, 50_010)).toBeNull();
  expect(lastAudibleAt([])).toBeNull();
});

it("measures silences inside the sound, across chunks and missing frames", () => {
  const sounding = track(
    { frame: 0, samples: [...quiet(30), ...tone(10), ...quiet(15)] },
    { frame: 55, samples: [...quiet(10), ...tone(5)] },
    { frame: 90, samples: [...tone(5), ...quiet(50)] },
  );
  expect(silencesOf(sounding, 20)).toEqual([
    { at: 50_039, durationMs: 25 },
    { at: 50_069, durationMs: 20 },
  ]);
  expect(silencesOf(sounding, 24)).toHaveLength(1);
});

it("puts samples where they were, zeros where nothing was recorded", () => {
  const samples = pcmOf(track({ frame: 8, samples: [0.5, 0.25] }, { frame: 12, samples: [0.125] }));
  expect([...samples]).toEqual([0.5, 0.25, 0, 0, 0.125]);
});

it("hears a click by its jump, wherever it is", () => {
  const rate = 48_000;
  const hum = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => 0.4 * Math.sin((2 * Math.PI * 440 * (from + at)) / rate));
  const heard = (...chunks: [frame: number, samples: number[]][]) =>
    worstClick({ ...track(...chunks.map(([frame, samples]) => ({ frame, samples }))), sampleRate: rate });
  expect(heard([0, hum(0, 9600)])).toBeCloseTo(1, 2);
  expect(heard([0, hum(0, 4800)], [4800, hum(4800, 9600)])).toBeCloseTo(1, 2);
  // Half a wave left out, a beginning or an end in the middle of a wave, a moment of nothing.
  expect(heard([0, [...hum(0, 4800), ...hum(4827, 9600)]])).toBeGreaterThan(5);
  expect(heard([0, [...quiet(2000), ...hum(27, 9600)]])).toBeGreaterThan(5);
  expect(heard([0, [...hum(0, 4827), ...quiet(4000)]])).toBeGreaterThan(5);
  expect(heard([0, [...hum(0, 4827), ...quiet(48), ...hum(4827, 9600)]])).toBeGreaterThan(5);
  // What the recorder missed is no click; nor is silence.
  expect(heard([0, hum(0, 4827)], [6000, hum(6000, 9600)])).toBeCloseTo(1, 2);
  expect(heard([0, quiet(9600)])).toBe(0);
});
