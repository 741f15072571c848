/** How many peaks a whole sound is drawn with: more than a wide line has bars. */
const PEAKS = 600;
/** As loud as a peak can be. */
export const FULL_PEAK = 127;
const FULL_SAMPLE = 32_768;

/**
 * The shape of a whole sound: the loudest moment of each of 600 equal stretches (fewer where it has fewer samples), 0..127.
 * `pcm` is s16le mono, cut anywhere; `samples` says how many there are.
 */
export async function peaksOf(pcm: AsyncIterable<Uint8Array>, samples: number): Promise<number[]> {
  const loudest = new Array<number>(Math.min(PEAKS, samples)).fill(0);
  let at = 0;
  let half: Uint8Array = new Uint8Array();
  for await (const chunk of pcm) {
    const bytes = half.byteLength === 0 ? chunk : Buffer.concat([half, chunk]);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const end = bytes.byteLength - (bytes.byteLength % 2);
    for (let from = 0; from < end && at < samples; from += 2, at += 1) {
      const place = Math.floor((at * loudest.length) / samples);
      loudest[place] = Math.max(loudest[place] ?? 0, Math.abs(view.getInt16(from, true)));
    }
    half = bytes.subarray(end);
  }
  return loudest.map((sample) => Math.round((sample / FULL_SAMPLE) * FULL_PEAK));
}
