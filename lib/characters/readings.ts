import { listGenericLines } from "@/lib/llm/engines/demo/generic";
import { listLines } from "@/lib/llm/engines/demo/lines";
import { parseRuby, type ReadingLine } from "@/lib/llm/engines/demo/ruby";
import type { PresetFields } from "./preset-schema";
import { listPresetFiles } from "./registry";

export { type ReadingLine, type ReadingSpan, stripRuby } from "@/lib/llm/engines/demo/ruby";

/** Every line of a preset's language that the voice speaks, with its reading markup. */
export function listSpokenLines(fields: PresetFields): string[] {
  return [fields.first_message, ...fields.alternate_greetings, fields.sample_line, ...listLines(fields.demo)];
}

/**
 * The Japanese lines of all presets and of the demo cast as shown, with the reading of every kanji run.
 * Lines with a placeholder are listed as the parts around it, because that is what will be spoken.
 */
export function listReadings(): ReadingLine[] {
  const presets = listPresetFiles().flatMap((preset) => listSpokenLines(preset.locales.ja));
  const parts = [...presets, ...listGenericLines("ja")].flatMap((line) => line.split(/\{(?:quote|name)\}/u));
  return [...new Set(parts)].map(parseRuby).filter((line) => line.spans.length > 0);
}
