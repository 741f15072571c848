import type { Locale } from "@/lib/i18n/locales";

const SCRIPTS = {
  hangul: /\p{Script=Hangul}/gu,
  kana: /[\p{Script=Hiragana}\p{Script=Katakana}]/gu,
  han: /\p{Script=Han}/gu,
  latin: /\p{Script=Latin}/gu,
};

/** Han that Japanese writing does not use and Chinese can hardly do without. */
const CHINESE_ONLY = /[你您吗嗎呢这這么麼谢们們]/u;

/**
 * The language a line is clearly written in, else `fallback`. Han without kana stays Japanese in a
 * Japanese play unless it can only be Chinese; a lone short Latin word ("OK") does not turn a play English.
 */
export function detectLanguage(text: string, fallback: Locale): Locale {
  const count = (script: RegExp) => text.match(script)?.length ?? 0;
  const [hangul, kana, han, latin] = [
    count(SCRIPTS.hangul),
    count(SCRIPTS.kana),
    count(SCRIPTS.han),
    count(SCRIPTS.latin),
  ];
  // One Latin letter carries less than one syllable or ideograph: four of them weigh as one.
  const weight = hangul + kana + han + latin / 4;
  if (weight === 0) return fallback;
  if (hangul / weight > 0.6) return "ko";
  if (kana > 0 && (kana + han) / weight > 0.6) return "ja";
  if (han >= 2 && han / weight > 0.6 && (fallback !== "ja" || CHINESE_ONLY.test(text))) return "zh";
  if (latin >= 5 && latin / 4 / weight > 0.6) return "en";
  return fallback;
}
