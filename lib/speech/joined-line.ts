import type { Clip, ClipSink, ClipStore } from "./clips";
import { clipKey, type SpeechRecipe } from "./recipe";
import { createResampler } from "./resample";

/**
 * Makes a whole line's sound from its parts, in order and without a gap: each part as stored, as it is
 * being made, or made now. Parts of another rate (the voice engine changed midway) take the first one's.
 */
export async function joinParts(
  parts: SpeechRecipe[],
  sink: ClipSink,
  signal: AbortSignal,
  clips: ClipStore,
  make: (part: SpeechRecipe) => Clip,
): Promise<void> {
  let lineRate = 0;
  for (const part of parts) {
    const { sampleRate, pcm, release } = await openPart(part, signal, clips, make);
    try {
      if (lineRate === 0) {
        lineRate = sampleRate;
        sink.start(sampleRate);
      }
      const resample = createResampler(sampleRate, lineRate);
      for await (const chunk of pcm) sink.write(resample(chunk));
    } finally {
      release();
    }
  }
}

async function openPart(
  part: SpeechRecipe,
  signal: AbortSignal,
  clips: ClipStore,
  make: (part: SpeechRecipe) => Clip,
) {
  const stored = await clips.openStored(clipKey(part));
  if (stored) return { sampleRate: stored.sampleRate, pcm: stored.pcm(), release: () => {} };
  const clip = make(part);
  const release = clip.hold();
  try {
    const { sampleRate } = await clip.started;
    return { sampleRate, pcm: clip.read(signal), release };
  } catch (error) {
    release();
    throw error;
  }
}
