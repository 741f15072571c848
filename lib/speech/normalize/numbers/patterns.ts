import { ENGLISH } from "./english";

/** How what is made of digits and signs looks. Every one is looked for from left to right, in the order of its use. */

const NUMBER = "\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?";
/** Not inside a name or another number ("A4", "v1.2"). */
const FREE = "(?<![A-Za-z0-9]|[A-Za-z0-9][._/-])";
const SIGN = "((?<![\\p{L}\\p{N}])[-−+])?";
const SCALE =
  "hundred|thousand|million|billion|trillion|[십백천]?만|[십백천]?억|조|[十百千]?[万萬]|[十百千]?[億亿]";
const UNITS = Object.keys(ENGLISH.units)
  .sort((left, right) => right.length - left.length)
  .join("|");
const of = (source: string) => new RegExp(source, "gu");

export const WIDE = /[０-９％＋＝＆＠]|(?<=[\d０-９])[：．](?=[\d０-９])/g;
/** 2024-05-06, 2024/5/6, 2024.5.6, 2024. 5. 6. */
export const DATE = of(
  `${FREE}(\\d{4})(?:([-/.])(\\d{1,2})\\2(\\d{1,2})|\\. (\\d{1,2})\\. (\\d{1,2})(?:\\.(?= ))?)(?!\\d)`,
);
export const TIME = of(`${FREE}(\\d{1,2}):(\\d{2})(?::(\\d{2}))?(?![\\d:])`);
export const RATIO = of(`${FREE}(\\d{1,3}):(\\d{1,3})(?![\\d:])`);
/** Telephone and card numbers, what begins with a zero, and what nobody would say as a number. */
export const SPELLED = of(
  `${FREE}(?<!\\d,)\\+?(?:(?:\\d{1,4}-){1,2}\\d{3,4}-\\d{4}|0\\d{1,3}-\\d{3,4}|(?:15(?:22|33|44|66|77|88|99)|16(?:00|11|33|44|55|6[016]|70|77|88|99)|18(?:00|11|33|55|77|99))-(?!1[5-9])\\d{4}|0\\d+|\\d{11,})(?![\\d.,-]*\\d)`,
);
export const MONEY = of(`${SIGN}([$€£¥￥₩￦]) ?(${NUMBER})( ?(?:${SCALE})(?![A-Za-z]))?`);
export const MONEY_BEHIND = of(`${SIGN}${FREE}(${NUMBER}) ?([€£₩￦$])`);
export const FRACTION = of(`${FREE}(\\d{1,2})/(\\d{1,3})(?![\\d/])`);
export const RANGE = of(`${FREE}(${NUMBER})(?: ?~ ?|[–-])(?=\\d)`);
export const FIRST_NUMBER = new RegExp(`^(?:${NUMBER})`);
export const PERCENT = of(`${SIGN}${FREE}(${NUMBER}) ?%`);
export const DEGREES = of(`${SIGN}${FREE}(${NUMBER}) ?(?:℃|℉|°([CF](?![A-Za-z]))?)`);
export const MEASURE = of(`${SIGN}${FREE}(${NUMBER})( ?)(${UNITS})(?![A-Za-z0-9²/])`);
export const ALONE = of(`${SIGN}${FREE}(${NUMBER})(?!\\d|\\.\\d)`);
export const SIGNS = / ?([&+=×÷@]) ?/g;
