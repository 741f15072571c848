import { parseBuffer } from "music-metadata";

export interface SoundFacts {
  durationMs: number;
  /** Hz. */
  sampleRate: number;
}

/** What a whole file of sound says of itself; null for a fact it does not tell. */
export async function readSoundFacts(
  file: Uint8Array,
  mimeType: string,
): Promise<{ [Fact in keyof SoundFacts]: SoundFacts[Fact] | null }> {
  const { format } = await parseBuffer(file, { mimeType, size: file.byteLength }, { duration: true });
  const { duration, sampleRate } = format;
  return {
    durationMs: duration === undefined ? null : duration * 1000,
    sampleRate: sampleRate ?? null,
  };
}
