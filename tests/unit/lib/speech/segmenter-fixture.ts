import type { Segment } from "@/lib/speech/segment";
import { createSegmenter, type SegmenterOptions } from "@/lib/speech/segmenter";

/** A small seeded generator (mulberry32): the same seed, the same texts. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function segmentsOf(deltas: Iterable<string>, options: SegmenterOptions = {}): Segment[] {
  const segmenter = createSegmenter(options);
  const segments: Segment[] = [];
  for (const delta of deltas) segments.push(...segmenter.push(delta));
  return [...segments, ...segmenter.flush()];
}

/** UTF-16 units, not code points: the cuts go through surrogate pairs. */
export const unitsOf = (text: string) => text.split("");

export function randomDeltas(text: string, random: () => number): string[] {
  const deltas: string[] = [];
  for (let at = 0; at < text.length; ) {
    const length = 1 + Math.floor(random() * random() * 24);
    deltas.push(text.slice(at, at + length));
    at += length;
  }
  return deltas;
}

/** How many UTF-16 units had come, one at a time, when the first segment was given out. */
export function unitsBeforeFirst(text: string): number {
  const segmenter = createSegmenter();
  for (let at = 0; at < text.length; at += 1) {
    if (segmenter.push(text.charAt(at)).length > 0) return at + 1;
  }
  return text.length;
}

/** The letters and digits of a text, in order. */
export const lettersOf = (text: string) => text.normalize("NFC").replace(/[^\p{L}\p{N}]/gu, "");
