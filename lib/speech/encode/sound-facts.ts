import { ADTS, BufferSource, CustomSource, FLAC, Input, MP3, OGG, WAVE } from "mediabunny";

export interface SoundFacts {
  durationMs: number;
  /** Hz. */
  sampleRate: number;
}

/** A file that is read piece by piece: of a WAV no more than its header. */
export interface SoundFile {
  bytes: number;
  /** From `start` up to, not with, `end`. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** How long a whole file of sound is by its own frames, and at which rate; null for bytes that are none. */
export async function readSoundFacts(file: Uint8Array | SoundFile): Promise<SoundFacts | null> {
  const source =
    file instanceof Uint8Array
      ? new BufferSource(file)
      : new CustomSource({ getSize: () => file.bytes, read: file.read });
  const input = new Input({ source, formats: [ADTS, FLAC, MP3, OGG, WAVE] });
  try {
    const track = await input.getPrimaryAudioTrack();
    if (!track) return null;
    const durationMs = (await track.computeDuration()) * 1000;
    return { durationMs, sampleRate: await track.getSampleRate() };
  } catch {
    return null;
  } finally {
    input.dispose();
  }
}
