import { isLetter, isNewline, isSpace, isSyllabic } from "./characters";
import { silent, type Token } from "./token";
import { findOnLine, type Mode, type Outcome, peek, previous, startsWith, type View, WAIT } from "./view";

const REASONING = ["think", "thinking", "thought", "reasoning", "reflection", "analysis", "scratchpad"];
const SCHEMES = ["https://", "http://", "ftp://", "www."];
const CODE_WINDOW = 300;
const ROW_WINDOW = 300;
const TAG_WINDOW = 80;
const URL_END = /^[\s()<>[\]{}"“”‘’「」『』【】（）《》、。，！？*`]$/u;

/** Reasoning and comments up to their end, also where that never comes; other tags by themselves; "<3". */
export function readTag(view: View, character: string): Outcome {
  if (character !== "<") return null;
  for (const name of REASONING) {
    const found = startsWith(view, `<${name}>`);
    if (found === WAIT) return WAIT;
    if (found) return until(view, name.length + 2, `</${name}>`);
  }
  const comment = startsWith(view, "<!--");
  if (comment === WAIT) return WAIT;
  if (comment) return until(view, 4, "-->");
  const next = peek(view, 1);
  if (next === null) return WAIT;
  if (next === "3") return { token: silent("<3") };
  if (!/^[A-Za-z/]$/.test(next)) return { token: silent("<") };
  const end = findOnLine(view, view.at + 1, TAG_WINDOW, (index) => view.text[index] === ">");
  if (end === WAIT) return WAIT;
  return { token: silent(end === null ? "<" : view.text.slice(view.at, end + 1)) };
}

function until(view: View, length: number, closing: string): Outcome {
  return { token: silent(view.text.slice(view.at, view.at + length)), mode: { kind: "until", closing } };
}

/** `code` on one line; a ``` not closed on its line is a fence up to one at the head of a line (or the text's end). */
export function readCode(view: View, character: string): Outcome {
  if (character !== "`") return null;
  let run = 1;
  for (let next = peek(view, run); next === "`" && run < 3; next = peek(view, run)) run += 1;
  if (run < 3 && peek(view, run) === null) return WAIT;
  const ticks = "`".repeat(run);
  const end = findOnLine(view, view.at + run, CODE_WINDOW, (index) => {
    if (index + run > view.text.length && !view.final) return WAIT;
    return view.text.startsWith(ticks, index);
  });
  if (end === WAIT) return WAIT;
  if (end !== null) return { token: silent(view.text.slice(view.at, end + run)) };
  if (run === 3) return { token: silent(ticks), mode: { kind: "fence", marker: ticks } };
  return { token: silent(ticks, "") };
}

/** A table's row: a line that begins with "|" and has another. */
export function readTableRow(view: View, character: string): Outcome {
  if (character !== "|" || !view.lineStart) return null;
  const other = findOnLine(view, view.at + 1, ROW_WINDOW, (index) => view.text[index] === "|");
  if (other === WAIT) return WAIT;
  return other === null ? null : { token: silent(character), mode: { kind: "row" } };
}

/** An address with a scheme or "www.", where a word begins. */
export function readUrl(view: View, character: string): Outcome {
  if (!/^[hwf]$/i.test(character)) return null;
  const before = previous(view);
  if (isLetter(before) && !isSyllabic(before)) return null;
  for (const scheme of SCHEMES) {
    const found = startsWith(view, scheme);
    if (found === WAIT) return WAIT;
    if (found)
      return { token: silent(view.text.slice(view.at, view.at + scheme.length)), mode: { kind: "url" } };
  }
  return null;
}

/** One step inside what is not spoken. `leave` ends the mode: with this token, or before it where there is none. */
export function readQuiet(
  view: View,
  character: string,
  mode: Mode,
): { token: Token | null; leave: boolean } | typeof WAIT {
  const step = { token: silent(character, mode.kind === "url" ? "" : " "), leave: false };
  const newline: Token = { kind: "break", raw: character, speech: "\n" };
  if (mode.kind === "until") {
    const found = startsWith(view, mode.closing);
    if (found === WAIT) return WAIT;
    if (!found) return step;
    return { token: silent(view.text.slice(view.at, view.at + mode.closing.length)), leave: true };
  }
  if (mode.kind === "row") return isNewline(character) ? { token: null, leave: true } : step;
  if (mode.kind === "url") return endsUrl(view, character);
  if (isNewline(character)) return { token: newline, leave: false };
  const found = view.lineStart ? startsWith(view, mode.marker) : false;
  if (found === WAIT) return WAIT;
  return found ? { token: silent(mode.marker), leave: true } : step;
}

/** Marks at the end of an address belong to the sentence around it. */
function endsUrl(view: View, character: string): { token: Token | null; leave: boolean } | typeof WAIT {
  const stop = { token: null, leave: true };
  if (URL_END.test(character) || isSyllabic(character)) return stop;
  if (/^[.,!?;:…~]$/.test(character)) {
    const next = peek(view, 1);
    if (next === null) return WAIT;
    if (next === "" || isSpace(next) || URL_END.test(next) || isSyllabic(next) || /^[.,!?;:…~]$/.test(next))
      return stop;
  }
  return { token: silent(character, ""), leave: false };
}
