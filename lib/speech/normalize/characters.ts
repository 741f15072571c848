/** Classes of characters. Every function takes one code point as a string; "" belongs to no class. */

const LETTER = /^[\p{L}\p{N}]$/u;
const SYLLABIC = /^[\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}\p{sc=Bopomofo}ー]$/u;
const EMOJI = /^[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}]$/u;
/** Look like nothing and say nothing, though Unicode calls some of them letters. */
const INVISIBLE = /^[\p{Cf}\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Variation_Selector}\u115f\u1160\u3164\uffa0]$/u;
/** Symbols that engines read or that change how a number is read. */
const SPOKEN_SYMBOL = /^[\p{Sc}%‰°℃℉№+=×÷−±&@％＋＝＆＠\u3371-\u33ff]$/u;

export const isLetter = (character: string) => LETTER.test(character);
export const isDigit = (character: string) => /^\p{Nd}$/u.test(character);
export const isSpace = (character: string) => /^\s$/.test(character);
export const isNewline = (character: string) => /^[\n\u2028\u2029]$/.test(character);
export const isCombining = (character: string) => /^\p{M}$/u.test(character);
export const isJoiner = (character: string) => character === "\u200c" || character === "\u200d";
export const isLatin = (character: string) => /^\p{sc=Latin}$/u.test(character);
export const isUpperCase = (character: string) => /^\p{Lu}$/u.test(character);
/** Scripts in which one letter is about one syllable: Hangul, kana, Han. */
export const isSyllabic = (character: string) => SYLLABIC.test(character);
export const isEmoji = (character: string) => EMOJI.test(character);
export const isInvisible = (character: string) => INVISIBLE.test(character);
export const isSpokenSymbol = (character: string) => SPOKEN_SYMBOL.test(character);

/** Vowel or final consonant of a decomposed Hangul syllable: its first consonant was counted already. */
const isInnerJamo = (character: string) => character >= "\u1160" && character <= "\u11ff";
const isLoneJamo = (character: string) => character >= "\u3131" && character <= "\u318e";

export function letterCount(character: string): number {
  return isInnerJamo(character) ? 0 : 1;
}

/** About how many syllables a letter or digit takes to say: 1 for Hangul, kana, Han and digits, else a half. */
export function unitsOf(character: string): number {
  if (isInnerJamo(character)) return 0;
  if (isLoneJamo(character)) return 0.5;
  return isSyllabic(character) || isDigit(character) ? 1 : 0.5;
}
