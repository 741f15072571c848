/**
 * Brings s16le mono PCM from one rate to another by linear interpolation, chunk by chunk; the same samples
 * in any chunking. For joining the parts of one line on the server; the player has its own, better one.
 * Chunks must be sample-aligned.
 */
export function createResampler(from: number, to: number): (pcm: Uint8Array) => Uint8Array {
  if (from === to) return (pcm) => pcm;
  const step = from / to;
  /** Position of the next output sample, in input samples, relative to the next chunk's first. */
  let position = 0;
  let last = 0;
  return (pcm) => {
    const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    const count = pcm.byteLength >> 1;
    const out: number[] = [];
    const at = (index: number) => (index < 0 ? last : view.getInt16(index * 2, true));
    for (; position <= count - 1; position += step) {
      const whole = Math.floor(position);
      const before = at(whole);
      const after = whole + 1 < count ? at(whole + 1) : before;
      out.push(Math.round(before + (after - before) * (position - whole)));
    }
    if (count > 0) last = at(count - 1);
    position -= count;
    const samples = Int16Array.from(out);
    return new Uint8Array(samples.buffer);
  };
}
