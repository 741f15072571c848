import { AppError } from "@/lib/contract/app-error";
import { readWavHeader, WAV_HEADER_BYTES, wavHeader } from "@/lib/speech/wav";

/** Mono sound, samples in -1..1. */
export interface Sound {
  /** Hz. */
  sampleRate: number;
  samples: Float32Array;
}

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/**
 * The sound of a WAV file, its channels mixed into one. Throws UNSUPPORTED_MEDIA_TYPE for what is no WAV of integers
 * or floats, VALIDATION_ERROR for one that is cut short.
 */
export function readSound(bytes: Uint8Array): Sound {
  const header = readWavHeader(bytes);
  const read = header && sampleReader(header.formatTag, header.bitsPerSample);
  if (!header || !read || header.channels < 1) {
    throw new AppError("UNSUPPORTED_MEDIA_TYPE", { key: "reference_not_wav" });
  }
  const { channels, sampleRate, bitsPerSample, dataOffset, dataBytes } = header;
  const there = bytes.byteLength - dataOffset;
  const frameBytes = (channels * bitsPerSample) / 8;
  if ((dataBytes !== "streaming" && dataBytes > there) || sampleRate < 1) {
    throw new AppError("VALIDATION_ERROR", { key: "reference_broken" });
  }
  const frames = Math.floor((dataBytes === "streaming" ? there : dataBytes) / frameBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset + dataOffset, frames * frameBytes);
  const samples = new Float32Array(frames);
  for (let frame = 0; frame < frames; frame++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      sum += read(view, frame * frameBytes + (channel * bitsPerSample) / 8);
    }
    samples[frame] = sum / channels;
  }
  return { sampleRate, samples };
}

/** The same sound as a WAV file of 16 bit integers; what is louder than they can say is clipped. */
export function writeSound({ sampleRate, samples }: Sound): Uint8Array {
  const dataBytes = samples.length * 2;
  const bytes = new Uint8Array(WAV_HEADER_BYTES + dataBytes);
  bytes.set(wavHeader({ sampleRate, dataBytes }));
  const view = new DataView(bytes.buffer, WAV_HEADER_BYTES);
  for (const [at, sample] of samples.entries()) {
    view.setInt16(at * 2, Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))), true);
  }
  return bytes;
}

/** Seconds. */
export function lengthOf({ sampleRate, samples }: Sound): number {
  return samples.length / sampleRate;
}

type SampleReader = (view: DataView, at: number) => number;

function sampleReader(formatTag: number, bits: number): SampleReader | null {
  if (formatTag === FLOAT) return bits === 32 ? (view, at) => view.getFloat32(at, true) : null;
  if (formatTag !== PCM && formatTag !== EXTENSIBLE) return null;
  if (bits === 16) return (view, at) => view.getInt16(at, true) / 2 ** 15;
  if (bits === 24) return (view, at) => (view.getInt16(at + 1, true) * 256 + view.getUint8(at)) / 2 ** 23;
  return bits === 32 ? (view, at) => view.getInt32(at, true) / 2 ** 31 : null;
}
