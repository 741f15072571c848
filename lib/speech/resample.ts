/**
 * Brings s16le mono PCM from one rate to another by linear interpolation, chunk by chunk; the same samples
 * in any chunking. For joining the parts of one line on the server; the player has its own, better one.
 * Chunks must be sample-aligned; rates are whole numbers.
 */
export function createResampler(from: number, to: number): (pcm: Uint8Array) => Uint8Array {
  if (from === to) return (pcm) => pcm;
  /** Samples given out so far; whole numbers only, so that no rounding depends on where a chunk ends. */
  let made = 0;
  /** Samples taken in before this chunk. */
  let taken = 0;
  let last = 0;
  return (pcm) => {
    const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    const count = pcm.byteLength >> 1;
    const at = (index: number) => (index < taken ? last : view.getInt16((index - taken) * 2, true));
    const out: number[] = [];
    for (;;) {
      const rest = (made * from) % to;
      const whole = (made * from - rest) / to;
      const after = rest === 0 ? whole : whole + 1;
      if (after >= taken + count) break;
      out.push(Math.round(at(whole) + ((at(after) - at(whole)) * rest) / to));
      made += 1;
    }
    if (count > 0) last = view.getInt16((count - 1) * 2, true);
    taken += count;
    return new Uint8Array(Int16Array.from(out).buffer);
  };
}
