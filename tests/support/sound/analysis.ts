/** Louder than this is heard: 1 % of full scale, far under any voice, far over rounding noise. */
export const AUDIBLE = 0.01;

export interface Chunk {
  frame: number;
  epochMs: number;
  samples: Float32Array;
}

/** One audio context's sound, in the order it was rendered. */
export interface Track {
  sampleRate: number;
  chunks: Chunk[];
}

export interface Silence {
  /** When it began, epoch milliseconds. */
  at: number;
  durationMs: number;
}

/** Epoch milliseconds of the first audible sample rendered at or after `after`; null when there is none. */
export function firstAudibleAt(tracks: Track[], after = 0): number | null {
  const moments = tracks.flatMap((track) => {
    for (const chunk of track.chunks) {
      const index = chunk.samples.findIndex(
        (sample, position) => Math.abs(sample) > AUDIBLE && momentOf(track, chunk, position) >= after,
      );
      if (index >= 0) return [momentOf(track, chunk, index)];
    }
    return [];
  });
  return moments.length > 0 ? Math.min(...moments) : null;
}

/** Epoch milliseconds of the last audible sample; null when all is silent. */
export function lastAudibleAt(tracks: Track[]): number | null {
  const moments = tracks.flatMap((track) =>
    track.chunks.flatMap((chunk) => {
      const index = chunk.samples.findLastIndex((sample) => Math.abs(sample) > AUDIBLE);
      return index >= 0 ? [momentOf(track, chunk, index)] : [];
    }),
  );
  return moments.length > 0 ? Math.max(...moments) : null;
}

/**
 * The silences of at least `minMs` inside the sound of one track, between its first and its last audible sample.
 * Frames the recorder was not given count as silence, because nothing proves that they sounded.
 */
export function silencesOf(track: Track, minMs: number): Silence[] {
  const silences: Silence[] = [];
  let lastFrame: number | null = null;
  let lastMoment = 0;
  for (const chunk of track.chunks) {
    for (let index = 0; index < chunk.samples.length; index += 1) {
      if (Math.abs(chunk.samples[index] ?? 0) <= AUDIBLE) continue;
      const frame = chunk.frame + index;
      const durationMs = lastFrame === null ? 0 : ((frame - lastFrame - 1) / track.sampleRate) * 1000;
      if (durationMs >= minMs) silences.push({ at: lastMoment, durationMs });
      lastFrame = frame;
      lastMoment = momentOf(track, chunk, index);
    }
  }
  return silences;
}

/**
 * How much the hardest jump between two samples is above the signal's own: of every stretch of sound (parted by at
 * least 20 ms of silence) the largest jump over its 99th percentile, which of a steady tone are the same; the worst of
 * all, 0 where nothing sounds. A click, be it in the middle or at an edge, is far above 1.
 */
export function worstClick(track: Track): number {
  const apart = track.sampleRate * 0.02;
  let worst = 0;
  let jumps: number[] = [];
  let quiet = 0;
  const close = () => {
    jumps.sort((a, b) => a - b);
    const own = jumps[Math.floor(jumps.length * 0.99)] ?? 0;
    // A few samples are no signal to measure by.
    if (jumps.length > apart && own > 0) worst = Math.max(worst, (jumps.at(-1) ?? 0) / own);
    jumps = [];
  };
  let before: { frame: number; sample: number } | null = null;
  for (const { frame, samples } of track.chunks) {
    for (let index = 0; index < samples.length; index += 1) {
      const sample = samples[index] ?? 0;
      // What the recorder was not given proves nothing.
      const jump = before?.frame === frame + index - 1 ? Math.abs(sample - before.sample) : 0;
      before = { frame: frame + index, sample };
      quiet = Math.abs(sample) > AUDIBLE || jump > AUDIBLE ? 0 : quiet + 1;
      if (quiet <= apart) jumps.push(jump);
      else if (jumps.length > 0) close();
    }
  }
  close();
  return worst;
}

/** The track's samples from its first chunk on; frames that are missing are zero. */
export function pcmOf(track: Track): Float32Array {
  const begin = track.chunks[0]?.frame ?? 0;
  const last = track.chunks[track.chunks.length - 1];
  const samples = new Float32Array(last ? last.frame + last.samples.length - begin : 0);
  for (const chunk of track.chunks) samples.set(chunk.samples, chunk.frame - begin);
  return samples;
}

function momentOf(track: Track, chunk: Chunk, index: number): number {
  return chunk.epochMs + (index / track.sampleRate) * 1000;
}
