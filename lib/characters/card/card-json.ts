import { isLosslessNumber, LosslessNumber, parse, stringify } from "lossless-json";
import { cardError } from "./card-error";

/**
 * JSON of a card with nothing lost: a number that JavaScript cannot hold is kept as its text
 * (`LosslessNumber`), `__proto__` is a key like any other, of two equal keys the last counts.
 */
export type JsonValue = string | number | boolean | null | LosslessNumber | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

/** Reads a card's JSON. Throws the card errors `card_not_json` and `card_too_deep`. */
export function parseCardJson(text: string): JsonValue {
  try {
    return parse(text.replace(/^\uFEFF/, ""), null, {
      parseNumber: keepNumber,
      onDuplicateKey: ({ newValue }) => newValue,
    }) as JsonValue;
  } catch (error) {
    throw cardError(error instanceof RangeError ? "card_too_deep" : "card_not_json", { cause: error });
  }
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
