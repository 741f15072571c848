import { counterAt } from "./korean-counters";
import { readInitials } from "./korean-initials";
import { type Amount, type Currency, myriads, type NumberWords, oneByOne } from "./number-words";

const SINO = ["영", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구"];
const PHONE = ["공", ...SINO.slice(1)];
const PLACES = ["천", "백", "십", ""];
const MYRIADS = ["", "만", "억", "조", "경"];
const ONES = ["", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉"];
const TENS = ["", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"];
const BARE_SCALE = /^[천만]/;
const CURRENCIES: Record<Currency, string> = { $: "달러", "€": "유로", "£": "파운드", "¥": "엔", "₩": "원" };

/** 12345 → 만 이천삼백사십오. */
function sino(digits: string): string {
  const plain = digits.replace(/^0+(?=\d)/, "");
  if (plain === "0") return SINO[0] ?? "";
  if (plain.length > 20) return oneByOne(plain, PHONE);
  return myriads(plain, MYRIADS)
    .map(({ digits: group, name }) => {
      const said = thousands(group);
      if (said === "") return "";
      return said === "일" && name === "만" ? name : said + name;
    })
    .filter(Boolean)
    .join(" ");
}

function thousands(group: string): string {
  const padded = group.padStart(4, "0");
  return PLACES.map((place, at) => {
    const digit = Number(padded[at]);
    if (digit === 0) return "";
    return digit === 1 && place ? place : (SINO[digit] ?? "") + place;
  }).join("");
}

/** 1..99 in Korean's own numerals, hundreds before them in the others; null where it is not said so. */
function native(digits: string): string | null {
  const value = Number(digits);
  const rest = value % 100;
  if (value > 999 || rest === 0) return null;
  const own = rest === 20 ? "스무" : (TENS[Math.floor(rest / 10)] ?? "") + (ONES[rest % 10] ?? "");
  return (value > 100 ? sino(String(value - rest)) : "") + own;
}

function whole({ isNegative, digits, decimals }: Amount): string {
  const point = decimals === "" ? "" : ` 점 ${oneByOne(decimals, SINO)}`;
  return (isNegative ? "마이너스 " : "") + sino(digits) + point;
}

function month(value: number): string {
  return value === 6 ? "유월" : value === 10 ? "시월" : `${sino(String(value))}월`;
}

function hour(value: number): string {
  return value >= 1 && value <= 12 ? `${native(String(value))} 시` : `${sino(String(value))}시`;
}

export const KOREAN: NumberWords = {
  number: (amount, next) =>
    BARE_SCALE.test(next) && amount.digits === "1" && !amount.decimals ? "" : whole(amount),

  counted(amount, next, before) {
    const gap = /^ ?/.exec(next)?.[0].length ?? 0;
    const more = /^여 ?/.exec(next.slice(gap))?.[0] ?? "";
    const found = counterAt(next.slice(gap + more.length));
    const isHour = next.startsWith("시", gap) && !/^시(?:간|즌|리즈)/.test(next.slice(gap));
    if (isHour && amount.decimals === "" && !amount.isNegative) {
      return { said: hour(Number(amount.digits)), used: gap + 1 };
    }
    if (!found) return null;
    const { word, numerals } = found;
    const used = gap + more.length + word.length;
    if (word === "월" && Number(amount.digits) <= 12) return { said: month(Number(amount.digits)), used };
    if (word === "번째" && amount.digits === "1") return { said: "첫 번째", used };
    const isDecade = word === "대" && /^[1-9]0$/.test(amount.digits);
    const isPlace = before.endsWith("제");
    const isNative = numerals === "native" && !isDecade && !isPlace && !more;
    const own = isNative && amount.decimals === "" && !amount.isNegative ? native(amount.digits) : null;
    if (own !== null) return { said: `${own} ${word}`, used };
    return {
      said: `${whole(amount)}${more.trim()}${numerals === "native" && !isDecade ? " " : ""}${word}`,
      used,
    };
  },

  date: (year, monthOf, day) => `${sino(String(year))}년 ${month(monthOf)} ${sino(String(day))}일`,
  time: (hourOf, minute, second) =>
    [
      hour(hourOf),
      minute === 0 && second === null ? "" : ` ${sino(String(minute))}분`,
      second === null ? "" : ` ${sino(String(second))}초`,
    ].join(""),
  digits: (groups) => groups.map((group) => oneByOne(group, PHONE)).join(", "),
  money(amount, currency) {
    const cents = currency === "$" && amount.decimals.length === 2 ? Number(amount.decimals) : 0;
    if (cents === 0) return `${whole(amount)} ${CURRENCIES[currency]}`.replace(/ 점 영영/, "");
    return `${whole({ ...amount, decimals: "" })} 달러 ${sino(String(cents))} 센트`;
  },
  currencies: CURRENCIES,
  percent: (amount) => `${amount}퍼센트`,
  fraction: (numerator, denominator) => `${whole(denominator)}분의 ${whole(numerator)}`,
  range: (from) => `${from}에서 `,
  ratio: (left, right) => `${left} 대 ${right}`,
  degrees(amount, scale) {
    const isCold = amount.isNegative && scale === "C";
    const said = whole({ ...amount, isNegative: amount.isNegative && !isCold });
    return `${isCold ? "영하 " : scale === "F" ? "화씨 " : ""}${said}도`;
  },
  units: {
    "km/h": "시속 킬로미터",
    km: "킬로미터",
    m: "미터",
    cm: "센티미터",
    mm: "밀리미터",
    kg: "킬로그램",
    g: "그램",
    mg: "밀리그램",
    t: "톤",
    L: "리터",
    l: "리터",
    ml: "밀리리터",
    mL: "밀리리터",
    kcal: "킬로칼로리",
    GB: "기가바이트",
    MB: "메가바이트",
    KB: "킬로바이트",
    TB: "테라바이트",
    Hz: "헤르츠",
    kHz: "킬로헤르츠",
    MHz: "메가헤르츠",
    GHz: "기가헤르츠",
    W: "와트",
    kW: "킬로와트",
    V: "볼트",
    "㎡": "제곱미터",
    "m²": "제곱미터",
    h: "시간",
    min: "분",
    ms: "밀리초",
    px: "픽셀",
    fps: "에프피에스",
  },
  measure(amount, unit) {
    if (unit === "h")
      return native(amount.digits) && amount.decimals === ""
        ? `${native(amount.digits)} 시간`
        : `${whole(amount)} 시간`;
    return unit === "km/h"
      ? `시속 ${whole(amount)} 킬로미터`
      : `${whole(amount)} ${this.units[unit] ?? unit}`;
  },
  signs: { "&": "앤드", "+": "더하기", "=": "은", "×": "곱하기", "÷": "나누기", "@": "골뱅이" },
  finish: readInitials,
};
