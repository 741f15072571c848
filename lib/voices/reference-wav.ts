import { AppError } from "@/lib/contract/app-error";
import {
  MAX_REFERENCE_SECONDS,
  MIN_REFERENCE_SECONDS,
  type ReferenceCheck,
  type ReferenceShape,
} from "@/lib/contract/voices";
import { checkReference } from "./reference/check";
import { shaped } from "./reference/shape";
import { lengthOf, readSound, writeSound } from "./reference/sound";

/**
 * A recording as the reference clip that is kept, judged by its bytes. Throws UNSUPPORTED_MEDIA_TYPE for what is no WAV,
 * VALIDATION_ERROR for one that is cut short, or where the clip is not 3 to 10 s long.
 */
export function referenceClip(bytes: Uint8Array, shape: ReferenceShape): Uint8Array {
  const sound = readSound(bytes);
  const clip = isShaped(shape) ? shaped(sound, shape) : sound;
  const seconds = lengthOf(clip);
  if (seconds < MIN_REFERENCE_SECONDS || seconds > MAX_REFERENCE_SECONDS) {
    const params = {
      seconds: Math.round(seconds * 10) / 10,
      min: MIN_REFERENCE_SECONDS,
      max: MAX_REFERENCE_SECONDS,
    };
    throw new AppError("VALIDATION_ERROR", { key: "reference_length", params });
  }
  return isShaped(shape) ? writeSound(clip) : bytes;
}

/**
 * A sound nobody here has heard as a reference clip: its samples alone, of everything else it carried nothing. Null for what
 * is no reference.
 */
export function strangersClip(bytes: Uint8Array): { bytes: Uint8Array; seconds: number } | null {
  try {
    const sound = readSound(referenceClip(bytes, { trim_silence: false, loudness: false }));
    return { bytes: writeSound(sound), seconds: lengthOf(sound) };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** What is to be said of the clip a recording would become. Throws as `referenceClip`, but for its length. */
export function checkRecording(bytes: Uint8Array, shape: ReferenceShape): ReferenceCheck {
  const sound = readSound(bytes);
  const source = shaped(sound, { ...shape, trim_silence: false, loudness: false });
  return checkReference(shaped(sound, shape), source);
}

function isShaped({ start, end, trim_silence: trims, loudness }: ReferenceShape): boolean {
  return start !== undefined || end !== undefined || trims || loudness;
}
