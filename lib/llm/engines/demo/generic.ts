import type { Locale } from "@/lib/i18n/locales";
import material from "./generic.json";
import { listLines, mapLines } from "./lines";
import type { DemoRepertoire } from "./repertoire";
import { stripRuby } from "./ruby";

const GENERIC: Record<Locale, DemoRepertoire> = material;

/** What any character without a repertoire of its own plays from, speaking as `name`. */
export function genericRepertoire(name: string, locale: Locale): DemoRepertoire {
  return mapLines(GENERIC[locale], (line) => stripRuby(line).replaceAll("{name}", () => name));
}

/** The generic lines as written, with reading markup and placeholders. */
export function listGenericLines(locale: Locale): string[] {
  return listLines(GENERIC[locale]);
}
