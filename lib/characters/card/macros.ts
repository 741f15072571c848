import { createHash } from "node:crypto";

export interface MacroContext {
  /** What `{{char}}` becomes: the nickname, else the name. */
  char: string;
  user: string;
  /** The application's own text, for `{{original}}`. */
  original?: string;
  /** 0 <= x < 1; for `{{random}}` and `{{roll}}`. */
  random: () => number;
  /** What `{{pick}}` stays the same for, e.g. a play's id. */
  pickSeed: string;
}

const MACRO = /\{\{([^{}]{0,4000})\}\}|<(user|char|bot)>/gi;
const MOST_PASSES = 5;

/**
 * The text with its macros filled in, in any letter case, also inside one another: `{{char}}` `{{user}}`
 * `{{random:a,b}}` `{{pick:a,b}}` `{{roll:d20}}` `{{reverse:…}}` `{{original}}`; comments and hidden keys are nothing. An
 * unknown macro stays as it is.
 */
export function fillMacros(text: string, context: MacroContext): string {
  let filled = text;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    let position = 0;
    const next = filled.replace(MACRO, (whole, body: string | undefined, tag: string | undefined) => {
      position += 1;
      const value = body === undefined ? tagged(tag ?? "", context) : fill(body, context, position);
      return value ?? whole;
    });
    if (next === filled) return next;
    filled = next;
  }
  return filled;
}

function tagged(tag: string, { user, char }: MacroContext): string {
  return tag.toLowerCase() === "user" ? user : char;
}

function fill(body: string, context: MacroContext, position: number): string | null {
  const text = body.trim();
  if (text.startsWith("//")) return "";
  const [, word = "", , argument = ""] = /^([a-z_]+)\s*(::?|\s)?([\s\S]*)$/i.exec(text) ?? [];
  switch (word.toLowerCase()) {
    case "char":
    case "bot":
      return argument === "" ? context.char : null;
    case "user":
      return argument === "" ? context.user : null;
    case "original":
      return argument === "" ? (context.original ?? "") : null;
    case "comment":
    case "hidden_key":
      return "";
    case "reverse":
      return [...argument].reverse().join("");
    case "random":
      return choose(argument, context.random());
    case "pick":
      return choose(argument, fraction(`${context.pickSeed}\n${position}\n${argument}`));
    case "roll":
      return roll(argument, context.random);
    default:
      return null;
  }
}

/** Separated by commas (`\,` is one), or by `::` where there are some. */
function choose(list: string, at: number): string {
  const items = list.includes("::")
    ? list.split("::")
    : list.split(/(?<!\\),/).map((item) => item.replaceAll("\\,", ",").trim());
  return items[Math.min(items.length - 1, Math.floor(at * items.length))] ?? "";
}

/** `20`, `d20`, `2d6`, `2d6+1`. */
function roll(dice: string, random: () => number): string | null {
  const [, count = "", sides, sign, bonus = "0"] =
    /^(\d{0,3})d?(\d{1,6})(?:([+-])(\d{1,6}))?$/i.exec(
      /d/i.test(dice) ? dice.replace(/\s/g, "") : `d${dice.replace(/\s/g, "")}`,
    ) ?? [];
  if (!sides) return null;
  let sum = sign === "-" ? -Number(bonus) : Number(bonus);
  for (let die = 0; die < (count === "" ? 1 : Number(count)); die++)
    sum += 1 + Math.floor(random() * Number(sides));
  return `${sum}`;
}

function fraction(seed: string): number {
  return createHash("sha256").update(seed).digest().readUInt32BE(0) / 2 ** 32;
}
