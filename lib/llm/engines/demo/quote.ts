import type { Locale } from "@/lib/i18n/locales";

const LONGEST: Record<Locale, number> = { ko: 16, en: 36, ja: 16, zh: 14 };
/** Only letters and what stands between them in prose; anything else (links, numbers, markup) is not echoed. */
const PROSE = /^[\p{L}\p{M}ー々'’ -]+$/u;

/**
 * A short stretch of the user's words that can be said back: its first clause, if that is plain prose of
 * fitting length, with its question mark. Japanese with kanji is not, because the embedded voice cannot read it.
 */
export function quotableClause(text: string, language: Locale): string | null {
  if (text.includes("://")) return null;
  const spoken = text.normalize("NFC").replace(/\*[^*]*\*|\([^)]*\)|（[^）]*）/gu, " ");
  const [, clause = "", mark = ""] = /^[\s\p{P}]*([^.,!?…;:~\n。，、！？；：]+)([?？]?)/u.exec(spoken) ?? [];
  const words = clause.trim();
  if (words.length < 2 || words.length > LONGEST[language]) return null;
  if (!PROSE.test(words)) return null;
  return language === "ja" && /\p{Script=Han}/u.test(words) ? null : words + mark;
}
