import { isLosslessNumber, LosslessNumber, parse, stringify } from "lossless-json";
import { cardError } from "./card-error";
import { CARD_LIMITS } from "./limits";

/**
 * JSON of a card with nothing lost: a number that JavaScript cannot hold is kept as its text
 * (`LosslessNumber`), `__proto__` is a key like any other, of two equal keys the last counts.
 */
export type JsonValue = string | number | boolean | null | LosslessNumber | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

const [BACKSLASH, QUOTE, COMMA] = [0x5c, 0x22, 0x2c];

/** Reads a card's JSON. Throws the card errors `card_not_json` and `card_too_complex`. */
export function parseCardJson(text: string): JsonValue {
  if (separators(text) > CARD_LIMITS.jsonValues) throw cardError("card_too_complex");
  try {
    return parse(text.replace(/^\uFEFF/, ""), null, {
      parseNumber: keepNumber,
      onDuplicateKey: ({ newValue }) => newValue,
    }) as JsonValue;
  } catch (error) {
    throw cardError(error instanceof RangeError ? "card_too_complex" : "card_not_json", { cause: error });
  }
}

/** Commas outside of strings: as many as there are values, nearly. */
function separators(text: string): number {
  let found = 0;
  let isInside = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === BACKSLASH) at += 1;
    else if (char === QUOTE) isInside = !isInside;
    else if (char === COMMA && !isInside) found += 1;
  }
  return found;
}

/** The inverse of `parseCardJson`. */
export function stringifyCardJson(value: JsonValue, indent?: number): string {
  return stringify(value, null, indent) ?? "null";
}

function keepNumber(text: string): number | LosslessNumber {
  const number = Number(text);
  return String(number) === text ? number : new LosslessNumber(text);
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isLosslessNumber(value);
}

/** The same for programs without such numbers: each as near as JavaScript comes. */
export function toPlain(value: JsonValue): unknown {
  if (isLosslessNumber(value)) return Number(value.value);
  if (Array.isArray(value)) return value.map(toPlain);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toPlain(member)]));
}
