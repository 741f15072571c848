/** A setting that cannot be used. Its message is the one sentence the operator reads at start. */
export class SettingError extends Error {
  override readonly name = "SettingError";
}

/** The environment as text; an empty value counts as absent. */
export type Environment = Record<string, string | undefined>;

/** Reads one variable; `parse` returns undefined for a value that does not fit what `expected` says. */
export function readSetting<T>(
  environment: Environment,
  name: string,
  expected: string,
  parse: (text: string) => T | undefined,
): T | undefined {
  const text = environment[name]?.trim();
  if (!text) return undefined;
  const value = parse(text);
  if (value === undefined)
    throw new SettingError(`${name} is "${shown(name, text)}": it should be ${expected}.`);
  return value;
}

/** Secrets are never printed, not even wrong ones. */
function shown(name: string, text: string): string {
  if (/SECRET|KEY|TOKEN/.test(name)) return "…";
  return text.replace(/\/\/[^/@\s]*@/g, "//…@").slice(0, 120);
}

export const parseText = (text: string): string | undefined => text;

/** What can stand in a header; anything else would fail at the first call, with the key in the error. */
export const parseKey = (text: string): string | undefined =>
  /^[\x21-\x7e]+$/.test(text) ? text : undefined;

/** An e-mail address in lower case, as those of people are kept. */
export const parseEmail = (text: string): string | undefined =>
  /^[^\s@]+@[^\s@]+$/.test(text) ? text.toLowerCase() : undefined;

export function parseInteger(min: number, max: number) {
  return (text: string): number | undefined => {
    const value = Number(text);
    return /^-?\d+$/.test(text) && value >= min && value <= max ? value : undefined;
  };
}

export function parseFraction(text: string): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) && value > 0 && value <= 1 ? value : undefined;
}

export function parseFlag(text: string): boolean | undefined {
  if (/^(true|1|yes|on)$/i.test(text)) return true;
  if (/^(false|0|no|off)$/i.test(text)) return false;
  return undefined;
}

export function parseChoice<const T extends readonly string[]>(choices: T) {
  return (text: string): T[number] | undefined =>
    choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
}

/** An http(s) address without its ending slashes; a path prefix is kept. With a name and password in it no call could be made. */
export function parseHttpUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isUsable = /^https?:$/.test(url.protocol) && !url.username && !url.password;
  return isUsable ? text.replace(/\/+$/, "") : undefined;
}

export function parseOrigin(text: string): string | undefined {
  const url = parseHttpUrl(text);
  return url !== undefined && new URL(url).pathname === "/" ? new URL(url).origin : undefined;
}

export function parseList<T>(parse: (text: string) => T | undefined) {
  return (text: string): T[] | undefined => {
    const items = text
      .split(",")
      .map((item) => item.trim())
      .filter(Boolean)
      .map(parse);
    return items.every((item) => item !== undefined) ? items : undefined;
  };
}
