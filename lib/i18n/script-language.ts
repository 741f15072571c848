import { DEFAULT_LOCALE, isLocale, type Locale } from "./locales";

/** A Latin letter says about half as much as a letter of the other scripts. */
const LATIN_WEIGHT = 0.5;

/**
 * The language of a text, told by its script: Hangul ko, kana ja (its Han too), Han without kana zh unless
 * the fallback is ja, Latin en. The largest share wins; on a tie, or without letters, `fallback`.
 */
export function detectLanguage(text: string, fallback: Locale): Locale {
  const composed = text.normalize("NFC");
  const kana = count(composed, /[\p{sc=Hiragana}\p{sc=Katakana}ー]/gu);
  const han = count(composed, /\p{sc=Han}/gu);
  const japanese = kana > 0 || fallback === "ja";
  const shares: [Locale, number][] = [
    ["ko", count(composed, /\p{sc=Hangul}/gu)],
    ["ja", japanese ? kana + han : 0],
    ["zh", japanese ? 0 : han],
    ["en", count(composed, /\p{sc=Latin}/gu) * LATIN_WEIGHT],
  ];
  const most = Math.max(...shares.map(([, share]) => share));
  const best = shares.filter(([, share]) => share === most);
  return most > 0 && best.length === 1 && best[0] ? best[0][0] : fallback;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** The language a character's line is in, where the page's (`locale`) does not settle it. */
export function lineLanguage(line: string, locale: string): Locale {
  return detectLanguage(line, isLocale(locale) ? locale : DEFAULT_LOCALE);
}
