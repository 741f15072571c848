/** A number as it is written: `digits` without separators, `decimals` as they stand ("" for none). */
export interface Amount {
  isNegative: boolean;
  digits: string;
  decimals: string;
  /** Written with separators ("1,999"), as nobody writes a year. */
  isGrouped: boolean;
}

export type Currency = "$" | "€" | "£" | "¥" | "₩";

/** How one language says what is written in digits and signs. */
export interface NumberWords {
  /** A number alone; `next` is what stands behind it, which may decide how it is read. */
  number(amount: Amount, next: string): string;
  /** What is counted, with its number; null where `next` begins with no counter of this language. */
  counted(amount: Amount, next: string, before: string): { said: string; used: number } | null;
  date(year: number, month: number, day: number): string;
  /** 24 hours or with am/pm behind it; `second` null where it is not written. */
  time(hour: number, minute: number, second: number | null): string;
  /** Digit by digit, a short pause between the groups. */
  digits(groups: string[]): string;
  money(amount: Amount, currency: Currency): string;
  /** What follows a sum of many. */
  currencies: Readonly<Record<Currency, string>>;
  percent(amount: string): string;
  fraction(numerator: Amount, denominator: Amount): string;
  /** "3~5": `from` comes ready, what follows says the rest. */
  range(from: string): string;
  /** "16:9". */
  ratio(left: string, right: string): string;
  /** Below zero degrees and the like. */
  degrees(amount: Amount, scale: "C" | "F" | ""): string;
  /** Units by their sign, as words that follow the number. */
  units: Readonly<Record<string, string>>;
  /** With the number of a unit's word. */
  measure(amount: Amount, unit: string): string;
  /** Signs between words. */
  signs: Readonly<Record<string, string>>;
  /** What else stands in the way of this language's engines. */
  finish?(text: string): string;
}

/** Groups of four digits from the right, each with the name of its myriad; the last one has none. */
export function myriads(digits: string, names: readonly string[]): { digits: string; name: string }[] {
  const groups: { digits: string; name: string }[] = [];
  for (let end = digits.length, place = 0; end > 0; end -= 4, place += 1) {
    groups.unshift({ digits: digits.slice(Math.max(0, end - 4), end), name: names[place] ?? "" });
  }
  return groups;
}

/** Digits one by one. */
export const oneByOne = (digits: string, names: readonly string[]): string =>
  [...digits].map((digit) => names[Number(digit)] ?? "").join("");
