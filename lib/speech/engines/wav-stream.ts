import { UpstreamError } from "@/lib/upstream/upstream-error";

export interface WavStream {
  sampleRate: number;
  /** s16le mono after the header, every chunk sample-aligned; an odd last byte is dropped. */
  pcm: AsyncGenerator<Uint8Array>;
}

interface WavHeader {
  sampleRate: number;
  /** Where the samples begin. */
  dataOffset: number;
}

const MAX_HEADER_BYTES = 64 * 1024;
const PCM = 1;
const EXTENSIBLE = 0xfffe;

/**
 * Reads a WAV whose header may come in any number of pieces and whose sizes may lie: a streaming engine
 * does not know them. Everything after the `data` chunk's head is sound.
 * Rejects with UpstreamError `malformed` when it is no s16le mono WAV or ends within its header.
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
        const pcm = alignedPcm(head.subarray(header.dataOffset), iterator);
        return { sampleRate: header.sampleRate, pcm };
      }
      if (head.byteLength > MAX_HEADER_BYTES) throw new UpstreamError("malformed", "header without end");
    }
  } catch (error) {
    await iterator.return?.();
    throw error;
  }
}

/** The header, or null while more bytes are needed. */
function parseHeader(bytes: Uint8Array): WavHeader | null {
  if (!startsLike(bytes, 0, "RIFF") || !startsLike(bytes, 8, "WAVE")) {
    throw new UpstreamError("malformed", "answer is no WAV");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 12;
  let sampleRate = 0;
  while (offset + 8 <= bytes.byteLength) {
    const size = view.getUint32(offset + 4, true);
    if (startsLike(bytes, offset, "data")) {
      if (sampleRate === 0) throw new UpstreamError("malformed", "WAV without format");
      return { sampleRate, dataOffset: offset + 8 };
    }
    if (startsLike(bytes, offset, "fmt ")) {
      if (offset + 24 > bytes.byteLength) return null;
      sampleRate = readFormat(view, offset + 8);
    }
    offset += 8 + size + (size % 2);
  }
  return null;
}

function readFormat(view: DataView, offset: number): number {
  const format = view.getUint16(offset, true);
  const channels = view.getUint16(offset + 2, true);
  const sampleRate = view.getUint32(offset + 4, true);
  const bits = view.getUint16(offset + 14, true);
  const readable = (format === PCM || format === EXTENSIBLE) && channels === 1 && bits === 16;
  if (!readable || sampleRate < 8_000 || sampleRate > 192_000) {
    throw new UpstreamError(
      "malformed",
      `unexpected WAV: ${format}/${channels}ch/${sampleRate}Hz/${bits}bit`,
    );
  }
  return sampleRate;
}

async function* alignedPcm(
  first: Uint8Array,
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let bytes = first;
  try {
    for (;;) {
      const whole = bytes.byteLength - (bytes.byteLength % 2);
      if (whole > 0) yield bytes.subarray(0, whole);
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
