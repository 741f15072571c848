import { spokenSeconds } from "../engines/gpt-sovits/sound";

/**
 * The floor every answer is measured against. It follows from the text and from the simulators' own log alone:
 * nothing here may come from `lib/`, or the product would set its own mark.
 */

/** The first clause of an answer. Offsets are UTF-16 positions in the whole text. */
export interface FirstClause {
  text: string;
  start: number;
  end: number;
}

const MARKS = ",、，;；:.!?…。！？\n";
const CLOSING_QUOTES = "\"'”’」』»›";
const LETTERS_BEFORE_MARK = 3;

/**
 * What stands, after leading *actions* or (actions), up to the first mark with at least three letters before it,
 * the quotes closing there included; the whole rest where there is no such mark. Null when nothing is said.
 */
export function firstClause(text: string): FirstClause | null {
  const start = afterActions(text);
  let end = start;
  for (; end < text.length; end += 1) {
    if (!MARKS.includes(text.charAt(end)) || countLetters(text.slice(start, end)) < LETTERS_BEFORE_MARK)
      continue;
    end += 1;
    while (end < text.length && CLOSING_QUOTES.includes(text.charAt(end))) end += 1;
    break;
  }
  const clause = text.slice(start, end).trimEnd();
  return countLetters(clause) === 0 ? null : { text: clause, start, end: start + clause.length };
}

function afterActions(text: string): number {
  const actions = /^(?:\s+|\*[^*\n]+\*|\([^()\n]+\)|（[^（）\n]+）)+/.exec(text);
  return actions ? actions[0].length : 0;
}

const countLetters = (text: string): number => text.normalize("NFC").match(/\p{L}/gu)?.length ?? 0;

/** How the simulated voice keeps time; the fields of its options that matter here. */
export interface VoiceTiming {
  firstMs: number;
  /** Seconds of work for each spoken second. */
  perSecond: number;
  chunkSeconds: number;
  speed: number;
}

export interface FloorInput {
  /** The answer as the language simulator logged it; `at` in epoch ms. */
  ollamaRequest: { tokens: readonly { text: string; at: number }[] };
  /** When send was pressed, epoch ms on the same clock. */
  clickAt: number;
  voice: VoiceTiming;
  mode: 0 | 1 | 2 | 3;
}

/** Milliseconds from pressing send to the first sound no system could beat; null when nothing is said. */
export function floorMs({ ollamaRequest, clickAt, voice, mode }: FloorInput): number | null {
  const clause = firstClause(ollamaRequest.tokens.map((token) => token.text).join(""));
  if (!clause) return null;
  let length = 0;
  const last = ollamaRequest.tokens.find((token) => {
    length += token.text.length;
    return length >= clause.end;
  });
  return last ? last.at - clickAt + firstByteMs(clause.text, voice, mode) : null;
}

/** Milliseconds to the first byte of sound for this text from an idle voice; modes 0 and 1 send a clause whole. */
export function firstByteMs(text: string, voice: VoiceTiming, mode: FloorInput["mode"]): number {
  const spoken = spokenSeconds(text);
  const first = mode >= 2 ? Math.min(spoken, voice.chunkSeconds) : spoken;
  return (voice.firstMs + voice.perSecond * first * 1000) / voice.speed;
}
