/** The bytes are not a 16-bit PCM WAV. */
export class AudioFormatError extends Error {
  override readonly name = "AudioFormatError";
}

const HEADER_LIMIT = 65_536;
const PCM = 1;
const EXTENSIBLE = 0xfffe;

interface Format {
  sampleRate: number;
  channels: number;
}

function tag(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));
}

/**
 * Reads a WAV of 16-bit PCM as its bytes arrive, cut anywhere. Sizes may be true, 0 or 0xFFFFFFFF
 * (a file that is still being made): then every byte after the header is sound.
 */
export class WavStream {
  #format: Format | null = null;
  #pending = new Uint8Array(0);
  #dataLeft = Number.POSITIVE_INFINITY;

  /** Hz; null until the header has been read. */
  get sampleRate(): number | null {
    return this.#format?.sampleRate ?? null;
  }

  /** Takes the next bytes; returns the mono samples (−1..1) they complete. Throws `AudioFormatError`. */
  push(bytes: Uint8Array): Float32Array<ArrayBuffer> {
    const joined = new Uint8Array(this.#pending.length + bytes.length);
    joined.set(this.#pending);
    joined.set(bytes, this.#pending.length);
    this.#pending = joined;
    if (!this.#format) this.#readHeader();
    return this.#format ? this.#takeSamples(this.#format.channels) : new Float32Array(0);
  }

  #readHeader(): void {
    const view = new DataView(this.#pending.buffer);
    const length = this.#pending.length;
    if (length >= 4 && tag(view, 0) !== "RIFF") throw new AudioFormatError("not a RIFF file");
    if (length < 12) return;
    if (tag(view, 8) !== "WAVE") throw new AudioFormatError("not a WAVE file");
    let format: Format | null = null;
    for (let at = 12; at + 8 <= length; ) {
      const name = tag(view, at);
      const size = view.getUint32(at + 4, true);
      if (name === "data") {
        if (!format) throw new AudioFormatError("sound before its format");
        this.#dataLeft = size === 0 || size >= 0xffff_ff00 ? Number.POSITIVE_INFINITY : size;
        this.#pending = this.#pending.subarray(at + 8);
        this.#format = format;
        return;
      }
      if (size > HEADER_LIMIT) throw new AudioFormatError("header out of bounds");
      if (name === "fmt ") {
        if (at + 24 > length) return;
        format = readFormat(view, at + 8);
      }
      at += 8 + size + (size % 2);
    }
    if (length > HEADER_LIMIT) throw new AudioFormatError("no sound in the header's bounds");
  }

  #takeSamples(channels: number): Float32Array<ArrayBuffer> {
    const frameBytes = channels * 2;
    const frames = Math.floor(Math.min(this.#pending.length, this.#dataLeft) / frameBytes);
    const view = new DataView(this.#pending.buffer, this.#pending.byteOffset);
    const samples = new Float32Array(frames);
    for (let frame = 0; frame < frames; frame++) {
      let sum = 0;
      for (let channel = 0; channel < channels; channel++) {
        sum += view.getInt16(frame * frameBytes + channel * 2, true);
      }
      samples[frame] = sum / (channels * 32_768);
    }
    this.#dataLeft -= frames * frameBytes;
    const rest = this.#dataLeft < frameBytes ? new Uint8Array(0) : this.#pending.slice(frames * frameBytes);
    this.#pending = rest;
    return samples;
  }
}

function readFormat(view: DataView, at: number): Format {
  const kind = view.getUint16(at, true);
  const channels = view.getUint16(at + 2, true);
  const sampleRate = view.getUint32(at + 4, true);
  const bits = view.getUint16(at + 14, true);
  if ((kind !== PCM && kind !== EXTENSIBLE) || bits !== 16) throw new AudioFormatError("not 16-bit PCM");
  if (channels < 1 || channels > 8) throw new AudioFormatError("channel count out of bounds");
  if (sampleRate < 4000 || sampleRate > 192_000) throw new AudioFormatError("sample rate out of bounds");
  return { sampleRate, channels };
}
