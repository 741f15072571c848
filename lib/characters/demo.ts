import type { Locale } from "@/lib/i18n/locales";
import { mapLines } from "@/lib/llm/engines/demo/lines";
import type { DemoRepertoire } from "@/lib/llm/engines/demo/repertoire";
import { stripRuby } from "@/lib/llm/engines/demo/ruby";
import { listPresetFiles } from "./registry";

/** What the demo cast plays this preset from, as display text; null for a character that is no preset. */
export function demoRepertoire(characterId: string, locale: Locale): DemoRepertoire | null {
  const preset = listPresetFiles().find((candidate) => candidate.id === characterId);
  return preset ? mapLines(preset.locales[locale].demo, stripRuby) : null;
}
