/** Bytes before the sound in every WAV file we write. */
export const WAV_HEADER_BYTES = 44;

const BYTES_PER_SAMPLE = 2;
const UNKNOWN_SIZE = 0xffffffff;
const MAX_DATA_BYTES = UNKNOWN_SIZE - 1 - WAV_HEADER_BYTES;

export interface WavHeaderOptions {
  /** Hz. */
  sampleRate: number;
  /** Bytes of sound, or `streaming` while that is not known yet: then both sizes are 0xFFFFFFFF. */
  dataBytes: number | "streaming";
}

export interface WavHeader {
  /** As in the file: 1 is PCM, 3 is floating point. */
  formatTag: number;
  channels: number;
  /** Hz. */
  sampleRate: number;
  bitsPerSample: number;
  /** Where the sound begins. */
  dataOffset: number;
  /** Bytes of sound by the header's own word; `streaming` for 0 and 0xFFFFFFFF, which mean "unknown". */
  dataBytes: number | "streaming";
}

/** How long s16le mono sound lasts, in ms. */
export function pcmDurationMs(dataBytes: number, sampleRate: number): number {
  return (dataBytes / BYTES_PER_SAMPLE / sampleRate) * 1000;
}

/** The 44 bytes before s16le mono sound. Throws RangeError on sizes and rates WAV cannot say. */
export function wavHeader({ sampleRate, dataBytes }: WavHeaderOptions): Uint8Array {
  if (!Number.isInteger(sampleRate) || sampleRate < 1 || sampleRate > 0x7fffffff) {
    throw new RangeError(`not a sample rate: ${sampleRate}`);
  }
  const streaming = dataBytes === "streaming";
  if (!streaming && (!Number.isInteger(dataBytes) || dataBytes < 0 || dataBytes > MAX_DATA_BYTES)) {
    throw new RangeError(`not a WAV data size: ${dataBytes}`);
  }
  const header = new Uint8Array(WAV_HEADER_BYTES);
  const view = new DataView(header.buffer);
  writeTag(header, 0, "RIFF");
  view.setUint32(4, streaming ? UNKNOWN_SIZE : WAV_HEADER_BYTES - 8 + dataBytes, true);
  writeTag(header, 8, "WAVE");
  writeTag(header, 12, "fmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * BYTES_PER_SAMPLE, true);
  view.setUint16(32, BYTES_PER_SAMPLE, true);
  view.setUint16(34, 8 * BYTES_PER_SAMPLE, true);
  writeTag(header, 36, "data");
  view.setUint32(40, streaming ? UNKNOWN_SIZE : dataBytes, true);
  return header;
}

/**
 * Reads a header from the first bytes of a WAV file, stepping over chunks it does not know. Null where the
 * bytes are no WAV, or where they end before the sound begins.
 */
export function readWavHeader(bytes: Uint8Array): WavHeader | null {
  if (readTag(bytes, 0) !== "RIFF" || readTag(bytes, 8) !== "WAVE") return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: Omit<WavHeader, "dataOffset" | "dataBytes"> | null = null;
  for (let offset = 12; offset + 8 <= bytes.byteLength; ) {
    const tag = readTag(bytes, offset);
    const size = view.getUint32(offset + 4, true);
    const body = offset + 8;
    if (tag === "data") {
      if (!format) return null;
      const unknown = size === 0 || size === UNKNOWN_SIZE;
      return { ...format, dataOffset: body, dataBytes: unknown ? "streaming" : size };
    }
    if (tag === "fmt ") {
      if (size < 16 || body + 16 > bytes.byteLength) return null;
      format = {
        formatTag: view.getUint16(body, true),
        channels: view.getUint16(body + 2, true),
        sampleRate: view.getUint32(body + 4, true),
        bitsPerSample: view.getUint16(body + 14, true),
      };
    }
    // Chunks stand on even offsets.
    offset = body + size + (size % 2);
  }
  return null;
}

function writeTag(bytes: Uint8Array, offset: number, tag: string): void {
  for (let index = 0; index < tag.length; index += 1) bytes[offset + index] = tag.charCodeAt(index);
}

function readTag(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}
