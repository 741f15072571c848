import type { ReferenceCheck, ReferenceFinding } from "@/lib/contract/voices";
import { MAX_REFERENCE_SECONDS, MIN_REFERENCE_SECONDS } from "@/lib/contract/voices";
import { loudness } from "./loudness";
import { clippedPeaks, noiseFloorDb, pauses } from "./measures";
import { lengthOf, type Sound } from "./sound";

type Level = ReferenceFinding["level"];

/** Measures a clip as an engine would get it, and what is to be said of it. `source`: as it was recorded, which tells what was clipped. */
export function checkReference(clip: Sound, source: Sound = clip): ReferenceCheck {
  const seconds = lengthOf(clip);
  const { lead, tail, longest } = pauses(clip);
  const measures = {
    length: seconds,
    loudness: loudness(clip),
    clipping: clippedPeaks(source),
    noise: noiseFloorDb(clip),
    silence: lead + tail,
    pause: longest,
    rate: clip.sampleRate,
  };
  const findings = Object.entries(JUDGES).map(([code, judge]) => ({
    code: code as ReferenceFinding["code"],
    level: judge(measures),
    value: measures[code as keyof typeof measures],
  }));
  return { usable: findings.every(({ level }) => level !== "bad"), findings };
}

interface Measures {
  length: number;
  loudness: number | null;
  clipping: number;
  noise: number;
  silence: number;
  pause: number;
  rate: number;
}

/** `bad`: an engine refuses it, or the voice suffers audibly; `warn`: it could be better. */
const JUDGES: Record<keyof Measures, (measures: Measures) => Level> = {
  length: ({ length }) => (length < MIN_REFERENCE_SECONDS || length > MAX_REFERENCE_SECONDS ? "bad" : "good"),
  loudness: ({ loudness: level }) =>
    level === null || level < -45 ? "bad" : level < -30 || level > -12 ? "warn" : "good",
  clipping: ({ clipping }) => (clipping === 0 ? "good" : clipping < 10 ? "warn" : "bad"),
  noise: ({ noise, loudness: level }) => {
    const below = (level ?? 0) - noise;
    return below >= 30 ? "good" : below >= 18 ? "warn" : "bad";
  },
  silence: ({ silence }) => (silence <= 1 ? "good" : "warn"),
  pause: ({ pause }) => (pause <= 1.2 ? "good" : "warn"),
  rate: ({ rate }) => (rate >= 22_050 ? "good" : rate >= 16_000 ? "warn" : "bad"),
};
