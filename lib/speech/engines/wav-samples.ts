import { UpstreamError } from "@/lib/upstream/upstream-error";

/** How a mono WAV holds its samples, and how they become ours. */
export interface WavSamples {
  sampleRate: number;
  bytesPerSample: number;
  /** Whole samples to s16le; what is louder than s16 can say is clipped. */
  toS16(samples: Uint8Array): Uint8Array;
}

const INTEGER = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
/** Where the `fmt ` chunk of an extensible file says what its samples really are. */
const SUBFORMAT_OFFSET = 24;

/**
 * Reads a `fmt ` chunk that is complete: 16, 24 and 32 bit integers and 32 bit floats, mono, 8–192 kHz.
 * Throws UpstreamError `malformed` for anything else.
 */
export function readWavSamples(fmt: DataView): WavSamples {
  const tag = fmt.getUint16(0, true);
  const isExtended = tag === EXTENSIBLE && fmt.byteLength >= SUBFORMAT_OFFSET + 2;
  const format = isExtended ? fmt.getUint16(SUBFORMAT_OFFSET, true) : tag === EXTENSIBLE ? INTEGER : tag;
  const channels = fmt.getUint16(2, true);
  const sampleRate = fmt.getUint32(4, true);
  const bits = fmt.getUint16(14, true);
  const toS16 = converter(format, bits);
  if (toS16 === null || channels !== 1 || sampleRate < 8_000 || sampleRate > 192_000) {
    throw new UpstreamError("malformed", `unexpected WAV: ${tag}/${channels}ch/${sampleRate}Hz/${bits}bit`);
  }
  return { sampleRate, bytesPerSample: bits / 8, toS16 };
}

function converter(format: number, bits: number): WavSamples["toS16"] | null {
  if (format === INTEGER && bits === 16) return (samples) => samples;
  if (format === INTEGER && bits === 24) return converted(3, (view, at) => view.getInt16(at + 1, true));
  if (format === INTEGER && bits === 32) return converted(4, (view, at) => view.getInt16(at + 2, true));
  if (format === FLOAT && bits === 32) {
    return converted(4, (view, at) => {
      const value = Math.round(view.getFloat32(at, true) * 32_767);
      return Math.max(-32_768, Math.min(32_767, value));
    });
  }
  return null;
}

function converted(
  bytesPerSample: number,
  read: (view: DataView, at: number) => number,
): WavSamples["toS16"] {
  return (samples) => {
    const view = new DataView(samples.buffer, samples.byteOffset, samples.byteLength);
    const out = new DataView(new ArrayBuffer((samples.byteLength / bytesPerSample) * 2));
    for (let from = 0, to = 0; from < samples.byteLength; from += bytesPerSample, to += 2) {
      out.setInt16(to, read(view, from), true);
    }
    return new Uint8Array(out.buffer);
  };
}
