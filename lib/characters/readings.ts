import { parseRuby, type ReadingLine } from "@/lib/llm/engines/demo/ruby";
import type { PresetFields } from "./preset-schema";
import { listPresetFiles } from "./registry";

export { type ReadingLine, type ReadingSpan, stripRuby } from "@/lib/llm/engines/demo/ruby";

/** Every line of a preset's language that the voice speaks, with its reading markup. */
export function listSpokenLines(fields: PresetFields): string[] {
  const { intents, themes, ...lists } = fields.demo;
  return [
    fields.first_message,
    ...fields.alternate_greetings,
    fields.sample_line,
    ...Object.values(lists).flat(),
    ...Object.values(intents).flat(),
    ...themes.flatMap((theme) => theme.lines),
  ];
}

/**
 * The Japanese lines of all presets as shown, with the reading of every kanji run. Lines with a
 * placeholder (`{quote}`) are listed as the parts around it, because that is what will be spoken.
 */
export function listReadings(): ReadingLine[] {
  const marked = listPresetFiles().flatMap((preset) => listSpokenLines(preset.locales.ja));
  const parts = marked.flatMap((line) => line.split(/\{(?:quote|name)\}/u));
  const lines = [...new Set(parts)].map(parseRuby);
  return lines.filter((line) => line.spans.length > 0);
}
