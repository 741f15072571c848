import { type Clip, type ClipSink, type FinishedClip, isDoubtful } from "./clips";
import type { SpeechRecipe } from "./recipe";
import { createResampler } from "./resample";

/**
 * Makes a whole line's sound from its parts, in order and without a gap: each part as stored, as it is
 * being made, or made now. Parts of another rate (the voice engine changed midway) take the first one's; a doubtful one
 * makes the line doubtful.
 */
export async function joinParts(
  parts: SpeechRecipe[],
  sink: ClipSink,
  signal: AbortSignal,
  make: (part: SpeechRecipe) => Clip,
): Promise<void> {
  let lineRate = 0;
  const read: Promise<FinishedClip>[] = [];
  for (const part of parts) {
    signal.throwIfAborted();
    const clip = make(part);
    const release = clip.hold();
    // Also while the part waits for its first sound: a line nobody wants leaves no work behind.
    signal.addEventListener("abort", release, { once: true });
    try {
      const { sampleRate } = await clip.started;
      if (lineRate === 0) {
        lineRate = sampleRate;
        sink.start(sampleRate);
      }
      const resample = createResampler(sampleRate, lineRate);
      for await (const chunk of clip.read(signal)) sink.write(resample(chunk));
      read.push(clip.finished);
    } finally {
      signal.removeEventListener("abort", release);
      release();
    }
  }
  const made = await Promise.all(read);
  if (made.some(isDoubtful)) sink.doubt();
}
