const WAV_HEADER_BYTES = 44;
const AMPLITUDE = 0.4;
const FADE_SECONDS = 0.005;
const SHORTEST_SECONDS = 0.2;

/**
 * How long a text sounds, in seconds: Hangul, kana and han 0.15 each, other letters 0.06, digits 0.2,
 * everything else nothing; at least 0.2 when there is anything to say, 0 when there is not.
 */
export function spokenSeconds(text: string): number {
  let seconds = 0;
  for (const character of text.normalize("NFC")) {
    if (/[\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}ー]/u.test(character))
      seconds += 0.15;
    else if (/\p{L}/u.test(character)) seconds += 0.06;
    else if (/\p{N}/u.test(character)) seconds += 0.2;
  }
  return seconds === 0 ? 0 : Math.max(SHORTEST_SECONDS, seconds);
}

/** What decides which tone sounds. */
export interface ToneSource {
  refAudioPath: string;
  gptWeights: string;
  sovitsWeights: string;
  /** The request's whole text. */
  text: string;
}

/** The tone's frequency in whole Hz, 200..999: the same voice and text always sound the same. */
export function toneFrequency(source: ToneSource): number {
  const key = [source.refAudioPath, source.gptWeights, source.sovitsWeights, source.text].join("\u0000");
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(key)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return 200 + (hash % 800);
}

/** Samples `from`..`to` of a tone `total` samples long, s16le mono, faded in and out over 5 ms. */
export function tone(frequency: number, rate: number, total: number, from = 0, to = total): Buffer {
  const pcm = new Int16Array(to - from);
  const fade = Math.min(FADE_SECONDS * rate, total / 2);
  const step = (2 * Math.PI * frequency) / rate;
  for (let sample = from; sample < to; sample += 1) {
    const edge = Math.min(1, sample / fade, (total - sample) / fade);
    pcm[sample - from] = Math.round(AMPLITUDE * edge * Math.sin(step * sample) * 32_767);
  }
  return Buffer.from(pcm.buffer);
}

export const silence = (samples: number): Buffer => Buffer.alloc(samples * 2);

/** The header of a whole file, or of a stream: there the sizes say 36 and 0, as the real engine writes them. */
export function wavHeader(rate: number, dataBytes: number): Buffer {
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write("WAVEfmt ", 8, "latin1");
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36, "latin1");
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

/** What an inference error or a text with nothing to say sounds like: one second of nothing at 16 kHz. */
export const silentFile = (): Buffer => Buffer.concat([wavHeader(16_000, 32_000), silence(16_000)]);
