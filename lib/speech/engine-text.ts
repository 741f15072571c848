import { EMBEDDED_POOL } from "./directory";
import { readNumbers } from "./normalize/numbers/read-numbers";
import type { Readings } from "./readings";

/**
 * What the engines of a pool are given for a spoken text: numbers and signs in words; for the embedded voice Japanese
 * as kana. The text shown keeps its own form, and a segment its offsets in it. Null where nobody there can read it.
 */
export function engineText(
  readings: Readings,
  spoken: string,
  { pool, language }: { pool: string; language: string },
): string | null {
  if (pool !== EMBEDDED_POOL || language !== "ja") return readNumbers(spoken, language);
  const kana = readings.toKana(spoken);
  return kana.unreadable ? null : kana.text;
}
