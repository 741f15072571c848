import type { AudioFormat } from "@/lib/contract/speech";

/** What speech can be encoded to. `opus` is Opus in Ogg, `aac` ADTS, `pcm` OpenAI's: s16le of 24 kHz without a header. */
export type EncodedFormat = "mp3" | "aac" | "opus" | "flac" | "pcm";

interface FormatSettings {
  /** Bits per second, for speech in one channel. */
  bitrate?: number;
  /** Those it knows, in Hz, rising; any other is brought to the next of them. */
  rates: readonly number[];
  mimeType: string;
}

const COMMON_RATES = [8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000];

export const ENCODED_FORMATS: Record<EncodedFormat, FormatSettings> = {
  mp3: { bitrate: 96_000, rates: COMMON_RATES, mimeType: "audio/mpeg" },
  aac: { bitrate: 96_000, rates: [...COMMON_RATES, 64_000, 88_200, 96_000], mimeType: "audio/aac" },
  opus: { bitrate: 64_000, rates: [48_000], mimeType: "audio/ogg" },
  flac: { rates: [...COMMON_RATES, 88_200, 96_000], mimeType: "audio/flac" },
  pcm: { rates: [24_000], mimeType: "audio/pcm" },
};

/** The rate sound of `sampleRate` has in this format, in Hz. */
export function encodedRate(format: EncodedFormat, sampleRate: number): number {
  const { rates } = ENCODED_FORMATS[format];
  return rates.find((known) => known >= sampleRate) ?? rates.at(-1) ?? sampleRate;
}

/** The encoder's name of it: `ogg` holds Opus. */
export function encodedFormat(format: Exclude<AudioFormat, "wav" | "raw">): EncodedFormat {
  return format === "ogg" ? "opus" : format;
}
