import { CHINESE } from "./chinese";
import { ENGLISH } from "./english";
import { JAPANESE } from "./japanese";
import { KOREAN } from "./korean";
import { readNamed } from "./korean-initials";
import type { Amount, Currency, NumberWords } from "./number-words";
import * as pattern from "./patterns";

const WORDS: Readonly<Record<string, NumberWords>> = {
  ko: KOREAN,
  en: ENGLISH,
  ja: JAPANESE,
  zh: CHINESE,
  yue: CHINESE,
};
const CURRENCY: Record<string, Currency> = { "￥": "¥", "￦": "₩" };

/**
 * What is written in digits, units and signs, in words an engine reads rightly: dates, times, sums, percentages, numbers
 * that are spelled, counted and measured things. `language` is a code as engines take it (`ko`, `all_ko`, …); a text in
 * one without words here stays as it is.
 */
export function readNumbers(text: string, language: string): string {
  const code = language.toLowerCase().replace(/^all_/, "");
  const words = WORDS[code];
  if (!words) return text;
  const narrow = text.replace(pattern.WIDE, (wide) => wide.normalize("NFKC"));
  const named = code === "ko" ? readNamed(narrow) : narrow;
  const read = /\d/.test(named) ? readAlone(readShapes(named, words), words) : named;
  return readSigns(words.finish?.(read) ?? read, words);
}

/** Numbers whose form says what they are. */
function readShapes(text: string, words: NumberWords): string {
  return text
    .replace(pattern.DATE, (raw, year, _mark, month, day, dottedMonth, dottedDay) => {
      const [m, d] = [Number(month ?? dottedMonth), Number(day ?? dottedDay)];
      return m >= 1 && m <= 12 && d >= 1 && d <= 31 ? words.date(Number(year), m, d) : raw;
    })
    .replace(pattern.TIME, (raw, hour, minute, second) => {
      if (Number(hour) > 24 || Number(minute) > 59 || Number(second ?? 0) > 59) return raw;
      return words.time(Number(hour), Number(minute), second === undefined ? null : Number(second));
    })
    .replace(pattern.RATIO, (_raw, left, right) => words.ratio(plain(words, left), plain(words, right)))
    .replace(pattern.SPELLED, (raw) => words.digits(raw.replace("+", "").split("-")))
    .replace(pattern.MONEY, (_raw, sign, mark, number, scale) =>
      money(words, amountOf(number, sign), mark, scale),
    )
    .replace(pattern.MONEY_BEHIND, (_raw, sign, number, mark) => money(words, amountOf(number, sign), mark))
    .replace(pattern.FRACTION, (_raw, upper, lower) => words.fraction(amountOf(upper), amountOf(lower)))
    .replace(pattern.RANGE, (raw, number, at: number, all: string) => {
      const behind = all.slice(at + raw.length).replace(pattern.FIRST_NUMBER, "");
      const amount = amountOf(number);
      const counted = words.counted(amount, behind, all.slice(0, at));
      return words.range(counted?.said ?? words.number(amount, behind));
    })
    .replace(pattern.PERCENT, (_raw, sign, number) =>
      words.percent(words.number(amountOf(number, sign), "%")),
    )
    .replace(pattern.DEGREES, (raw, sign, number, scale) => {
      const told = raw.endsWith("℃") ? "C" : raw.endsWith("℉") ? "F" : scale;
      return words.degrees(amountOf(number, sign), told === "C" || told === "F" ? told : "");
    })
    .replace(pattern.MEASURE, (raw, sign, number, gap, unit) =>
      gap !== "" && unit.length === 1 ? raw : words.measure(amountOf(number, sign), unit),
    );
}

/** What is left: numbers by themselves, and with what they count. */
function readAlone(text: string, words: NumberWords): string {
  let out = "";
  let from = 0;
  for (const match of text.matchAll(pattern.ALONE)) {
    if (match.index < from) continue;
    const amount = amountOf(match[2] ?? "", match[1]);
    const end = match.index + match[0].length;
    out += text.slice(from, match.index);
    const next = text.slice(end);
    const counted = words.counted(amount, next, out);
    const said = counted?.said ?? words.number(amount, next);
    from = end + (counted?.used ?? 0);
    // "5pm": two words of one script need a blank.
    out += said + (/[a-z]$/i.test(said) && /^[a-z]/i.test(text.slice(from)) ? " " : "");
  }
  return out + text.slice(from);
}

function readSigns(text: string, words: NumberWords): string {
  return text.replace(pattern.SIGNS, (raw, sign) => (words.signs[sign] ? ` ${words.signs[sign]} ` : raw));
}

function plain(words: NumberWords, number: string): string {
  return words.number(amountOf(number), "");
}

function money(words: NumberWords, amount: Amount, mark: string, scale?: string): string {
  const currency = CURRENCY[mark] ?? (mark as Currency);
  if (!scale) return words.money(amount, currency);
  return `${words.number(amount, scale.trim())}${scale} ${words.currencies[currency]}`;
}

function amountOf(written: string, sign = ""): Amount {
  const [digits = "", decimals = ""] = written.replaceAll(",", "").split(".");
  return { isNegative: sign === "-" || sign === "−", digits, decimals, isGrouped: written.includes(",") };
}
