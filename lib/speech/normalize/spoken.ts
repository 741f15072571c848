import { isSyllabic } from "./characters";
import { type SpokenOptions, scan } from "./scanner";
import { tidySpeech } from "./tidy";

export type { SpokenOptions } from "./scanner";

/**
 * What is spoken of a text: stage directions, reasoning, code, tables, addresses, emoji and markup gone,
 * NFC, white space folded, a full stop where only a line break ended something.
 * @returns "" if nothing in it can be spoken.
 */
export function toSpoken(text: string, options?: SpokenOptions): string {
  return tidySpeech(
    scan(text, options)
      .map((token) => token.speech)
      .join(""),
  );
}

/** Whether a text has at least one letter or digit, without which engines fail or are silent. */
export function isSpeakable(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

const SYLLABLE_MS = { ko: 165, ja: 135, zh: 215 };
/** A Han character is about two morae in Japanese, one syllable elsewhere. */
const HAN_MS = { ja: 250, other: 215 };
const LETTER_MS = 68;
const DIGIT_MS = 260;
const CLAUSE_PAUSE_MS = 220;
const SENTENCE_PAUSE_MS = 380;
const SHORTEST_MS = 300;

/**
 * About how long a spoken form takes to say at normal speed, in ms; for deadlines, not for display.
 * `language` decides how Han characters are read. 0 if nothing in it can be spoken.
 */
export function estimateSpokenMs(text: string, language: string): number {
  if (!isSpeakable(text)) return 0;
  let total = 0;
  for (const character of text.normalize("NFC")) total += characterMs(character, language);
  return Math.max(SHORTEST_MS, Math.round(total));
}

function characterMs(character: string, language: string): number {
  if (/\p{Nd}/u.test(character)) return DIGIT_MS;
  if (/\p{sc=Han}/u.test(character)) return language === "ja" ? HAN_MS.ja : HAN_MS.other;
  if (/[\p{sc=Hiragana}\p{sc=Katakana}ー]/u.test(character)) return SYLLABLE_MS.ja;
  if (isSyllabic(character)) return /\p{sc=Hangul}/u.test(character) ? SYLLABLE_MS.ko : SYLLABLE_MS.zh;
  if (/[\p{L}\p{N}]/u.test(character)) return LETTER_MS;
  if (/[,、，､;；:：]/.test(character)) return CLAUSE_PAUSE_MS;
  return /[.!?…。！？｡‥]/.test(character) ? SENTENCE_PAUSE_MS : 0;
}
