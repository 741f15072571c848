import { type Amount, type Currency, type NumberWords, oneByOne } from "./number-words";

const SMALL =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "  twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const THOUSANDS = ["", "thousand", "million", "billion", "trillion", "quadrillion"];
const IRREGULAR: Record<string, string> = {
  one: "first",
  two: "second",
  three: "third",
  five: "fifth",
  eight: "eighth",
  nine: "ninth",
  twelve: "twelfth",
};
const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);
const CURRENCIES: Record<Currency, [one: string, many: string, cent: string]> = {
  $: ["dollar", "dollars", "cent"],
  "€": ["euro", "euros", "cent"],
  "£": ["pound", "pounds", "penny"],
  "¥": ["yen", "yen", ""],
  "₩": ["won", "won", ""],
};

function below100(value: number): string {
  if (value < 20) return SMALL[value] ?? "";
  const ones = value % 10;
  return (TENS[Math.floor(value / 10)] ?? "") + (ones === 0 ? "" : `-${SMALL[ones]}`);
}

function below1000(value: number): string {
  const rest = value % 100;
  if (value < 100) return below100(rest);
  return `${SMALL[Math.floor(value / 100)]} hundred${rest === 0 ? "" : ` ${below100(rest)}`}`;
}

function cardinal(digits: string): string {
  const plain = digits.replace(/^0+(?=\d)/, "");
  if (plain.length > 18) return spelled(plain);
  if (plain === "0") return "zero";
  const groups: string[] = [];
  for (let end = plain.length, place = 0; end > 0; end -= 3, place += 1) {
    const value = Number(plain.slice(Math.max(0, end - 3), end));
    if (value > 0) groups.unshift(`${below1000(value)} ${THOUSANDS[place]}`.trim());
  }
  return groups.join(" ");
}

const spelled = (digits: string) => [...digits].map((digit) => oneByOne(digit, SMALL)).join(" ");

/** 1999 → nineteen ninety-nine; null for years that are said as numbers. */
function year(digits: string): string | null {
  const value = Number(digits);
  if (digits.length !== 4 || value < 1100 || value > 2099 || (value >= 2000 && value < 2010)) return null;
  const [century, rest] = [Math.floor(value / 100), value % 100];
  if (rest === 0) return `${below100(century)} hundred`;
  return `${below100(century)} ${rest < 10 ? `oh ${SMALL[rest]}` : below100(rest)}`;
}

function ordinal(words: string): string {
  return words.replace(/[a-z]+$/, (last) => {
    if (IRREGULAR[last]) return IRREGULAR[last];
    return last.endsWith("y") ? `${last.slice(0, -1)}ieth` : `${last}th`;
  });
}

function whole({ isNegative, digits, decimals }: Amount): string {
  const point = decimals === "" ? "" : ` point ${spelled(decimals)}`;
  return (isNegative ? "minus " : "") + cardinal(digits) + point;
}

const isOne = ({ digits, decimals }: Amount) => digits === "1" && decimals === "";

export const ENGLISH: NumberWords = {
  number(amount) {
    const asYear =
      amount.decimals === "" && !amount.isNegative && !amount.isGrouped ? year(amount.digits) : null;
    return asYear ?? whole(amount);
  },

  counted(amount, next) {
    const suffix = /^(?:st|nd|rd|th)\b/.exec(next)?.[0];
    if (suffix) return { said: ordinal(cardinal(amount.digits)), used: suffix.length };
    if (!/^s\b/.test(next) || !/0$/.test(amount.digits)) return null;
    const decade = year(amount.digits) ?? cardinal(amount.digits);
    return { said: /y$/.test(decade) ? decade.replace(/y$/, "ies") : `${decade}s`, used: 1 };
  },

  date: (yearOf, month, day) =>
    `${MONTHS[month - 1]} ${ordinal(cardinal(String(day)))}, ${year(String(yearOf)) ?? cardinal(String(yearOf))}`,
  time(hour, minute, second) {
    const minutes =
      minute === 0
        ? hour > 12 || hour === 0
          ? "hundred"
          : "o'clock"
        : minute < 10
          ? `oh ${SMALL[minute]}`
          : below100(minute);
    return `${below100(hour)} ${minutes}${second === null ? "" : ` and ${below100(second)} seconds`}`;
  },
  digits: (groups) => groups.map(spelled).join(", "),
  money(amount, currency) {
    const [one, many, cent] = CURRENCIES[currency];
    const cents = cent !== "" && amount.decimals.length === 2 ? Number(amount.decimals) : 0;
    const name = isOne({ ...amount, decimals: "" }) ? one : many;
    const isCents = cent !== "" && amount.decimals.length === 2;
    const said = `${whole(isCents ? { ...amount, decimals: "" } : amount)} ${name}`;
    if (cents === 0) return said;
    const coins = cent === "penny" ? (cents === 1 ? "penny" : "pence") : cents === 1 ? cent : `${cent}s`;
    return `${said} and ${below100(cents)} ${coins}`;
  },
  currencies: { $: "dollars", "€": "euros", "£": "pounds", "¥": "yen", "₩": "won" },
  percent: (amount) => `${amount} percent`,
  fraction(numerator, denominator) {
    const many = isOne(numerator) ? "" : "s";
    if (denominator.digits === "2") return isOne(numerator) ? "one half" : `${whole(numerator)} halves`;
    const part = denominator.digits === "4" ? "quarter" : ordinal(cardinal(denominator.digits));
    return `${whole(numerator)} ${part}${many}`;
  },
  range: (from) => `${from} to `,
  ratio: (left, right) => `${left} to ${right}`,
  degrees: (amount, scale) =>
    `${whole(amount)} ${isOne(amount) ? "degree" : "degrees"}${scale === "C" ? " Celsius" : scale === "F" ? " Fahrenheit" : ""}`,
  units: {
    "km/h": "kilometers per hour",
    km: "kilometers",
    m: "meters",
    cm: "centimeters",
    mm: "millimeters",
    kg: "kilograms",
    g: "grams",
    mg: "milligrams",
    t: "tons",
    L: "liters",
    l: "liters",
    ml: "milliliters",
    mL: "milliliters",
    kcal: "kilocalories",
    GB: "gigabytes",
    MB: "megabytes",
    KB: "kilobytes",
    TB: "terabytes",
    Hz: "hertz",
    kHz: "kilohertz",
    MHz: "megahertz",
    GHz: "gigahertz",
    W: "watts",
    kW: "kilowatts",
    V: "volts",
    "㎡": "square meters",
    "m²": "square meters",
    h: "hours",
    min: "minutes",
    ms: "milliseconds",
    px: "pixels",
    fps: "frames per second",
  },
  measure(amount, unit) {
    const many = this.units[unit] ?? unit;
    const one = many.replace(/^(square \w+?|kilometer|\w+?)s\b(?=$| per)/, "$1");
    return `${whole(amount)} ${isOne(amount) ? one : many}`;
  },
  signs: { "&": "and", "+": "plus", "=": "equals", "×": "times", "÷": "divided by", "@": "at" },
};
