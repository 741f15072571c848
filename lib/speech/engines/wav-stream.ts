import { UpstreamError } from "@/lib/upstream/upstream-error";
import { readWavSamples, type WavSamples } from "./wav-samples";

export interface WavStream {
  sampleRate: number;
  /** s16le mono after the header, every chunk sample-aligned; the bytes of a last sample that is not whole are dropped. */
  pcm: AsyncGenerator<Uint8Array>;
}

interface WavHeader {
  samples: WavSamples;
  /** Where the samples begin. */
  dataOffset: number;
}

const MAX_HEADER_BYTES = 64 * 1024;

/**
 * Reads a WAV whose header may come in any number of pieces and whose sizes may lie: a streaming engine
 * does not know them. Everything after the `data` chunk's head is sound.
 * Rejects with UpstreamError `malformed` when it is no mono WAV of samples we know or ends within its header.
 */
export async function readWavStream(chunks: AsyncIterable<Uint8Array>): Promise<WavStream> {
  const iterator = chunks[Symbol.asyncIterator]();
  let head = new Uint8Array(0);
  try {
    for (;;) {
      const { done, value } = await iterator.next();
      if (done)
        throw new UpstreamError("malformed", head.byteLength === 0 ? "empty answer" : "header cut off");
      head = concat(head, value);
      const header = parseHeader(head);
      if (header !== null) {
        const { samples, dataOffset } = header;
        const pcm = alignedPcm(head.subarray(dataOffset), iterator, samples);
        return { sampleRate: samples.sampleRate, pcm };
      }
      if (head.byteLength > MAX_HEADER_BYTES) throw new UpstreamError("malformed", "header without end");
    }
  } catch (error) {
    await iterator.return?.();
    throw error;
  }
}

/** Samples that come without a header: s16le mono, every chunk sample-aligned. */
export function readRawPcm(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const samples = { bytesPerSample: 2, toS16: (bytes: Uint8Array) => bytes };
  return alignedPcm(new Uint8Array(0), chunks[Symbol.asyncIterator](), samples);
}

/** The header, or null while more bytes are needed. */
function parseHeader(bytes: Uint8Array): WavHeader | null {
  if (!startsLike(bytes, 0, "RIFF") || !startsLike(bytes, 8, "WAVE")) {
    throw new UpstreamError("malformed", "answer is no WAV");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 12;
  let samples: WavSamples | null = null;
  while (offset + 8 <= bytes.byteLength) {
    const size = view.getUint32(offset + 4, true);
    if (startsLike(bytes, offset, "data")) {
      if (samples === null) throw new UpstreamError("malformed", "WAV without format");
      return { samples, dataOffset: offset + 8 };
    }
    if (startsLike(bytes, offset, "fmt ")) {
      const length = Math.max(16, size);
      if (offset + 8 + length > bytes.byteLength) return null;
      samples = readWavSamples(new DataView(bytes.buffer, bytes.byteOffset + offset + 8, length));
    }
    offset += 8 + size + (size % 2);
  }
  return null;
}

async function* alignedPcm(
  first: Uint8Array,
  iterator: AsyncIterator<Uint8Array>,
  { bytesPerSample, toS16 }: Pick<WavSamples, "bytesPerSample" | "toS16">,
): AsyncGenerator<Uint8Array> {
  let bytes = first;
  try {
    for (;;) {
      const whole = bytes.byteLength - (bytes.byteLength % bytesPerSample);
      if (whole > 0) yield toS16(bytes.subarray(0, whole));
      const odd = bytes.subarray(whole);
      const { done, value } = await iterator.next();
      if (done) return;
      bytes = odd.byteLength === 0 ? value : concat(odd, value);
    }
  } finally {
    await iterator.return?.();
  }
}

/** Whether `bytes` holds this tag at `offset`, as far as it reaches. */
function startsLike(bytes: Uint8Array, offset: number, tag: string): boolean {
  return [...tag].every((letter, i) => {
    const byte = bytes[offset + i];
    return byte === undefined || byte === letter.charCodeAt(0);
  });
}

function concat(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(left.byteLength + right.byteLength);
  both.set(left);
  both.set(right, left.byteLength);
  return both;
}
