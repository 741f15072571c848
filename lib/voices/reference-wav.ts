import { AppError } from "@/lib/contract/app-error";
import { readWavHeader } from "@/lib/speech/wav";

/** What engines clone from: shorter or longer clips are refused by GPT-SoVITS. Seconds. */
const MIN_SECONDS = 3;
const MAX_SECONDS = 10;

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/**
 * Judges an uploaded reference clip by its bytes and answers with its length in seconds. Throws
 * UNSUPPORTED_MEDIA_TYPE for what is no WAV, VALIDATION_ERROR for one that is cut short or not 3 to 10 s long.
 */
export function judgeReference(bytes: Uint8Array): number {
  const header = readWavHeader(bytes);
  if (!header || ![PCM, FLOAT, EXTENSIBLE].includes(header.formatTag)) {
    throw new AppError("UNSUPPORTED_MEDIA_TYPE", { key: "reference_not_wav" });
  }
  const { channels, sampleRate, bitsPerSample, dataOffset, dataBytes } = header;
  const there = bytes.byteLength - dataOffset;
  const bytesPerSecond = (sampleRate * channels * bitsPerSample) / 8;
  const isBroken = dataBytes !== "streaming" && dataBytes > there;
  if (isBroken || bytesPerSecond === 0) throw new AppError("VALIDATION_ERROR", { key: "reference_broken" });
  const seconds = (dataBytes === "streaming" ? there : dataBytes) / bytesPerSecond;
  if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
    const params = { seconds: Math.round(seconds * 10) / 10, min: MIN_SECONDS, max: MAX_SECONDS };
    throw new AppError("VALIDATION_ERROR", { key: "reference_length", params });
  }
  return seconds;
}
