import { ADTS, BufferSource, FLAC, Input, MP3, OGG, WAVE } from "mediabunny";

export interface SoundFacts {
  durationMs: number;
  /** Hz. */
  sampleRate: number;
}

/** How long a whole file of sound is by its own frames, and at which rate; null for bytes that are none. */
export async function readSoundFacts(file: Uint8Array): Promise<SoundFacts | null> {
  const input = new Input({ source: new BufferSource(file), formats: [ADTS, FLAC, MP3, OGG, WAVE] });
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
