const PIECE =
  /\s*(?:[\p{Script=Hangul}]{1,2}|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々]{1,2}|[^\s\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+)[.,!?…。、，！？”’」』]*|\s+$/gu;

/** A text in the small pieces a model streams it in: one or two syllables, or a word. Together they are the text. */
export function splitPieces(text: string): string[] {
  return text.match(PIECE) ?? [];
}
