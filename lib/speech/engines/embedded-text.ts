const HAN = /\p{Script=Han}/u;
const SPEAKABLE = /[\p{L}\p{N}]/u;
/** Scripts a voice spells out as "Chinese letter", "Japanese letter" instead of reading them. */
const UNREADABLE: Record<string, RegExp> = {
  ko: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu,
  en: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu,
  zh: /[\p{Script=Hiragana}\p{Script=Katakana}]+/gu,
};
const FULL_WIDTH = /[\uff01-\uff5e\uff61-\uff9f\u3000]+/gu;
const WAVE = /[~〜～]+/gu;
/** Control characters (a NUL ends the text), and marks that eSpeak NG would name or take for commands. */
const UNSPOKEN = /[\p{Cc}\p{Cf}*#_`^|\\<>[\]{}]+/gu;

/**
 * The text as eSpeak NG reads it well, or null when it cannot: no letter or digit it could say, or
 * Japanese with kanji (the caller owes their reading in kana).
 */
export function readableText(text: string, language: string): string | null {
  if (language === "ja" && HAN.test(text)) return null;
  const readable = text
    .normalize("NFC")
    .replace(FULL_WIDTH, (run) => run.normalize("NFKC"))
    .replace(WAVE, language === "ja" ? "ー" : " ")
    .replace(UNREADABLE[language] ?? /$^/u, " ")
    .replace(UNSPOKEN, " ")
    .trim();
  return SPEAKABLE.test(readable) ? readable : null;
}
