import { isLosslessNumber } from "lossless-json";
import type { JsonValue } from "./card-json";

/** Longest text of one field; what is beyond is cut and told. */
export const LONGEST_FIELD = 32_000;

export type TextChange = "shortened" | "made_safe" | "converted";

export interface CardText {
  text: string;
  /** What had to be done to it; null = it is as it stood. */
  change: TextChange | null;
}

/**
 * A field's text: numbers and booleans as they were written, control characters and halves of surrogate pairs taken
 * out. Null where it holds no text at all (absent, null, a list, an object).
 */
export function readText(value: JsonValue | undefined, longest = LONGEST_FIELD): CardText | null {
  if (typeof value === "string") return clean(value, longest);
  if (typeof value === "number" || typeof value === "boolean")
    return { text: `${value}`, change: "converted" };
  return isLosslessNumber(value) ? { text: value.value, change: "converted" } : null;
}

/** The texts of a list, empty ones left out; a single text counts as a list of one, separated by commas where `isTags`. */
export function readTexts(value: JsonValue | undefined, { isTags = false } = {}): string[] {
  const items = Array.isArray(value)
    ? value
    : isTags && typeof value === "string"
      ? value.split(",")
      : [value];
  const texts = items.map((item) => readText(item)?.text ?? "");
  return (isTags ? texts.map((text) => text.trim()) : texts).filter((text) => text !== "");
}

function clean(raw: string, longest: number): CardText {
  const safe = raw
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, "");
  if (safe.length > longest) return { text: safe.slice(0, longest).toWellFormed(), change: "shortened" };
  return { text: safe, change: safe === raw.replace(/\r\n?/g, "\n") ? null : "made_safe" };
}

/** Whether a text holds what a page would run or fetch, were it not always set as text. */
export function holdsMarkup(text: string): boolean {
  return /<\/?[a-z][^>]*>|!\[[^\]]*\]\(\s*https?:/i.test(text);
}
