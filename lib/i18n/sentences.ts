import { createTranslator } from "use-intl/core";
import type { Locale } from "./locales";
import en from "./messages/en.errors.json";
import ja from "./messages/ja.errors.json";
import ko from "./messages/ko.errors.json";
import zh from "./messages/zh.errors.json";

type SentenceKey = keyof typeof ko;

const SENTENCES: Record<Locale, Record<SentenceKey, string>> = { ko, en, ja, zh };

const translators = new Map<Locale, (key: SentenceKey, values?: Record<string, string | number>) => string>();

function translator(locale: Locale) {
  const known = translators.get(locale);
  if (known) return known;
  const made = createTranslator({ locale, messages: SENTENCES[locale] });
  translators.set(locale, made);
  return made;
}

/** A sentence of the server's in a person's language. An unknown key says INTERNAL_ERROR's. */
export function sentence(locale: Locale, key: string, params: Record<string, string | number> = {}): string {
  const known = Object.hasOwn(ko, key) ? (key as SentenceKey) : "INTERNAL_ERROR";
  return translator(locale)(known, params);
}
