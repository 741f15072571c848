import type { Sound } from "./sound";

const FRAME_SECONDS = 0.02;
/** A wave this close to full scale, this long, has had its top cut off. */
const CLIP_LEVEL = 0.998;
const CLIP_RUN = 3;
/** What the quietest twentieth of the frames does not exceed is the noise. */
const NOISE_SHARE = 0.05;
/** Quieter than the loud parts by this much (dB) is a pause. */
const PAUSE_BELOW_LOUD = 35;
const SILENT = -100;

/** How many times the wave's top is cut off. */
export function clippedPeaks({ samples }: Sound): number {
  let peaks = 0;
  let run = 0;
  for (const sample of samples) {
    run = Math.abs(sample) >= CLIP_LEVEL ? run + 1 : 0;
    if (run === CLIP_RUN) peaks += 1;
  }
  return peaks;
}

/** The loudest sample in dB of full scale; -100 for silence. */
export function peakDb({ samples }: Sound): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return decibels(peak);
}

/** What is heard while nobody speaks, in dB of full scale; -100 where that is nothing. */
export function noiseFloorDb(sound: Sound): number {
  const sorted = frameLevels(sound).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * NOISE_SHARE)] ?? SILENT;
}

export interface Pauses {
  /** Silence before the first sound and after the last, in seconds; all of it where there is none. */
  lead: number;
  tail: number;
  /** The longest between two sounds, in seconds. */
  longest: number;
}

/** Where nobody speaks: quieter than the loud parts by 35 dB. */
export function pauses(sound: Sound): Pauses {
  const levels = frameLevels(sound);
  const loud = levels.toSorted((a, b) => b - a)[Math.floor(levels.length * 0.05)] ?? SILENT;
  const isQuiet = levels.map((level) => level <= Math.max(loud - PAUSE_BELOW_LOUD, SILENT + 10));
  const first = isQuiet.indexOf(false);
  if (first < 0) return { lead: levels.length * FRAME_SECONDS, tail: 0, longest: 0 };
  const last = isQuiet.lastIndexOf(false);
  let longest = 0;
  let run = 0;
  for (const quiet of isQuiet.slice(first, last)) {
    run = quiet ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  const seconds = (frames: number) => frames * FRAME_SECONDS;
  return { lead: seconds(first), tail: seconds(levels.length - 1 - last), longest: seconds(longest) };
}

/** RMS of each 20 ms, in dB of full scale; a rest shorter than that is left out. */
function frameLevels({ sampleRate, samples }: Sound): number[] {
  const size = Math.max(1, Math.round(FRAME_SECONDS * sampleRate));
  const levels: number[] = [];
  for (let start = 0; start + size <= samples.length; start += size) {
    let sum = 0;
    for (let at = start; at < start + size; at++) sum += (samples[at] ?? 0) ** 2;
    levels.push(decibels(Math.sqrt(sum / size)));
  }
  return levels;
}

function decibels(amplitude: number): number {
  return amplitude === 0 ? SILENT : Math.max(SILENT, 20 * Math.log10(amplitude));
}
