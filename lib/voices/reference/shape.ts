import type { ReferenceShape } from "@/lib/contract/voices";
import { loudness } from "./loudness";
import { pauses, peakDb } from "./measures";
import { lengthOf, type Sound } from "./sound";

/** As loud as speech is usually delivered. */
const TARGET_LUFS = -20;
const PEAK_CEILING_DB = -1;
/** What trimming leaves around the words, in seconds. */
const BREATH_SECONDS = 0.15;
/** So that a cut makes no click, in seconds. */
const FADE_SECONDS = 0.005;

/** A recording as a reference: its stretch cut out, the silence around it trimmed, at the usual loudness. */
export function shaped(
  sound: Sound,
  { start, end, trim_silence: trims, loudness: levels }: ReferenceShape,
): Sound {
  const isCut = start !== undefined || end !== undefined;
  const region = isCut ? cut(sound, start ?? 0, end ?? lengthOf(sound)) : sound;
  const trimmed = trims ? trimSilence(region) : region;
  const faded = isCut || trims ? withFades(trimmed) : trimmed;
  return levels ? toLoudness(faded, TARGET_LUFS) : faded;
}

/** The stretch between two seconds; what lies outside the sound is left out. */
export function cut({ sampleRate, samples }: Sound, start: number, end: number): Sound {
  return { sampleRate, samples: samples.slice(Math.round(start * sampleRate), Math.round(end * sampleRate)) };
}

/** Without the silence before and after, but for a breath. */
export function trimSilence(sound: Sound): Sound {
  const { lead, tail } = pauses(sound);
  return cut(sound, Math.max(0, lead - BREATH_SECONDS), lengthOf(sound) - Math.max(0, tail - BREATH_SECONDS));
}

/** Made louder or quieter to a loudness in LUFS, as far as its peaks stay below -1 dB; silence stays as it is. */
export function toLoudness(sound: Sound, target: number): Sound {
  const now = loudness(sound);
  if (now === null) return sound;
  const gain = 10 ** (Math.min(target - now, PEAK_CEILING_DB - peakDb(sound)) / 20);
  return { sampleRate: sound.sampleRate, samples: sound.samples.map((sample) => sample * gain) };
}

function withFades({ sampleRate, samples }: Sound): Sound {
  const length = Math.min(Math.round(FADE_SECONDS * sampleRate), Math.floor(samples.length / 2));
  const faded = samples.map((sample, at) => {
    const edge = Math.min(at, samples.length - 1 - at);
    return edge < length ? (sample * edge) / length : sample;
  });
  return { sampleRate, samples: faded };
}
