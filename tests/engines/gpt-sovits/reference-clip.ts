import { readFile } from "node:fs/promises";
import { ERROR_TEXTS, type GptSovitsOptions } from "./options";

/** Why the engine would not take this file as a voice's reference, in its own words; null when it would. */
export async function referenceProblem(
  path: string,
  locale: GptSovitsOptions["locale"],
): Promise<string | null> {
  let file: Buffer;
  try {
    file = await readFile(path);
  } catch {
    return `${path} not exists`;
  }
  const seconds = wavSeconds(file);
  if (seconds === null) return `Error opening '${path}': Format not recognised.`;
  const samples = Math.round(seconds * 16_000);
  return samples < 48_000 || samples > 160_000 ? ERROR_TEXTS.referenceLength[locale] : null;
}

/** The length a wav file's real bytes give, whatever its header promises; null when it is no wav. */
export function wavSeconds(file: Buffer): number | null {
  if (
    file.length < 44 ||
    file.toString("latin1", 0, 4) !== "RIFF" ||
    file.toString("latin1", 8, 12) !== "WAVE"
  ) {
    return null;
  }
  let bytesPerSecond = 0;
  for (let at = 12; at + 8 <= file.length; ) {
    const name = file.toString("latin1", at, at + 4);
    const size = file.readUInt32LE(at + 4);
    if (name === "fmt " && at + 20 <= file.length) bytesPerSecond = file.readUInt32LE(at + 16);
    if (name === "data") {
      return bytesPerSecond === 0 ? null : Math.min(size, file.length - at - 8) / bytesPerSecond;
    }
    at += 8 + size + (size % 2);
  }
  return null;
}
