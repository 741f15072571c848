import { readBrackets, readListMarker, readStars } from "./directions";
import { readDash, readMark, readTilde } from "./marks";
import { readCode, readQuiet, readTableRow, readTag, readUrl } from "./quiet";
import { silent, type Token } from "./token";
import { type Match, type Mode, peek, type Rule, type View, WAIT } from "./view";
import { readCharacter, readQuote, readSpace } from "./words";

export interface SpokenOptions {
  /** Stage directions are spoken as text. */
  speakDirections?: boolean;
}

/** Reads a growing text into tokens; every character of it comes in exactly one token. */
export interface Scanner {
  push(delta: string): Token[];
  /** The text is over. */
  end(): Token[];
}

/** The first that claims a character reads it; `readCharacter` reads the rest. */
const RULES: readonly Rule[] = [
  readSpace,
  readTag,
  readCode,
  readTableRow,
  readListMarker,
  readUrl,
  readStars,
  readBrackets,
  readMark,
  readDash,
  readTilde,
  readQuote,
];
/** Longest look behind: an abbreviation. */
const REMEMBERED = 24;

export function createScanner(options: SpokenOptions = {}): Scanner {
  const view: View = {
    text: "",
    at: 0,
    final: false,
    before: "",
    lineStart: true,
    afterWord: false,
    speakDirections: options.speakDirections ?? false,
  };
  let mode: Mode | null = null;
  let skip: { at: number; length: number } | null = null;
  /** How much of the message stood before `view.text`. */
  let dropped = 0;

  function next(): Match | typeof WAIT {
    const character = peek(view, 0);
    if (character === null) return WAIT;
    if (skip && skip.at === dropped + view.at && view.at + skip.length <= view.text.length) {
      mode = null;
      return { token: silent(view.text.slice(view.at, view.at + skip.length), "") };
    }
    if (mode) {
      const step = readQuiet(view, character, mode);
      if (step === WAIT) return WAIT;
      if (step.leave) mode = null;
      if (step.token) return { token: step.token, keepsLineStart: step.token.raw === " " };
    }
    for (const rule of RULES) {
      const outcome = rule(view, character);
      if (outcome !== null) return outcome;
    }
    return readCharacter(view, character);
  }

  function advance(): Token[] {
    const tokens: Token[] = [];
    while (view.at < view.text.length) {
      const match = next();
      if (match === WAIT) break;
      const { token } = match;
      if (match.mode) mode = match.mode;
      if (match.skip) skip = { at: dropped + view.at + match.skip.ahead, length: match.skip.length };
      view.at += token.raw.length;
      view.before = (view.before + token.raw.slice(-REMEMBERED)).slice(-REMEMBERED);
      view.lineStart = token.kind === "break" || (view.lineStart && match.keepsLineStart === true);
      view.afterWord = token.kind === "word";
      tokens.push(token);
    }
    dropped += view.at;
    view.text = view.text.slice(view.at);
    view.at = 0;
    return tokens;
  }

  return {
    push(delta) {
      view.text += delta;
      return advance();
    },
    end() {
      view.final = true;
      return advance();
    },
  };
}

/** The tokens of a whole text. */
export function scan(text: string, options?: SpokenOptions): Token[] {
  const scanner = createScanner(options);
  return [...scanner.push(text), ...scanner.end()];
}
