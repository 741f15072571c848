import { type Amount, type Currency, myriads, type NumberWords, oneByOne } from "./number-words";

const DIGITS = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const YEAR = ["零", ...DIGITS.slice(1)];
/** In numbers that are spelled, 一 could be heard as 七. */
const PHONE = ["零", "幺", ...DIGITS.slice(2)];
const PLACES = ["千", "百", "十", ""];
const MYRIADS = ["", "万", "亿", "兆"];
/** Before these two is 两. */
const MEASURES =
  /^ ?(?:个|個|只|隻|条|條|张|張|本|位|次|天|年|岁|歲|块|塊|元|点|點|种|種|件|杯|瓶|辆|輛|匹|口|人|名|家|间|間|双|雙|对|對|封|首|句|遍|趟|顿|頓|层(?!楼)|座|棵|朵|颗|顆|头|頭|支|枝|把|套|部|台|米|公里|公斤|斤|里|小时|小時|分钟|分鐘|秒|周|週|星期|个月|倍|步|眼|碗|盒|包|袋|段|篇|页|頁|片|滴|群|些|份|场|場|期)/;
const CURRENCIES: Record<Currency, string> = { $: "美元", "€": "欧元", "£": "英镑", "¥": "元", "₩": "韩元" };

function cardinal(digits: string): string {
  const plain = digits.replace(/^0+(?=\d)/, "");
  if (plain === "0") return "零";
  if (plain.length > 16) return oneByOne(plain, DIGITS);
  let said = "";
  let isGap = false;
  for (const { digits: group, name } of myriads(plain, MYRIADS)) {
    const value = Number(group);
    if (value === 0) {
      isGap = said !== "";
      continue;
    }
    const needsZero = said !== "" && (isGap || group.startsWith("0"));
    const words = value === 2 && name !== "" ? "两" : thousands(group);
    said += (needsZero ? "零" : "") + words + name;
    isGap = false;
  }
  return said.replace(/^一十/, "十");
}

function thousands(group: string): string {
  const padded = group.padStart(4, "0");
  let said = "";
  let isGap = false;
  PLACES.forEach((place, at) => {
    const digit = Number(padded[at]);
    if (digit === 0) {
      isGap = said !== "";
      return;
    }
    said += (isGap ? "零" : "") + (digit === 2 && place === "千" ? "两" : DIGITS[digit]) + place;
    isGap = false;
  });
  return said;
}

function whole({ isNegative, digits, decimals }: Amount): string {
  const point = decimals === "" ? "" : `点${oneByOne(decimals, DIGITS)}`;
  return (isNegative ? "负" : "") + cardinal(digits) + point;
}

/** As what is counted is said: two is 两. */
function counting(amount: Amount): string {
  return amount.digits === "2" && amount.decimals === ""
    ? `${amount.isNegative ? "负" : ""}两`
    : whole(amount);
}

export const CHINESE: NumberWords = {
  number: whole,

  counted(amount, next, before) {
    const { digits, decimals } = amount;
    if (/^ ?年/.test(next) && digits.length === 4 && decimals === "") {
      return { said: oneByOne(digits, YEAR), used: 0 };
    }
    const isPlace = /[第初]$/.test(before);
    return !isPlace && MEASURES.test(next) ? { said: counting(amount), used: 0 } : null;
  },

  date: (year, month, day) =>
    `${oneByOne(String(year), YEAR)}年${cardinal(String(month))}月${cardinal(String(day))}日`,
  time(hour, minute, second) {
    const minutes =
      minute === 0 && second === null
        ? ""
        : `${minute < 10 ? "零" : ""}${minute === 0 ? "" : cardinal(String(minute))}分`;
    return `${hour === 2 ? "两" : cardinal(String(hour))}点${minutes || "整"}${second === null ? "" : `${cardinal(String(second))}秒`}`;
  },
  digits: (groups) => groups.map((group) => oneByOne(group, PHONE)).join("，"),
  money: (amount, currency) => `${counting(amount)}${CURRENCIES[currency]}`,
  currencies: CURRENCIES,
  percent: (amount) => (amount.startsWith("负") ? `负百分之${amount.slice(1)}` : `百分之${amount}`),
  fraction: (numerator, denominator) => `${whole(denominator)}分之${whole(numerator)}`,
  range: (from) => `${from}到`,
  ratio: (left, right) => `${left}比${right}`,
  degrees(amount, scale) {
    const isCold = amount.isNegative && scale === "C";
    const said = whole({ ...amount, isNegative: amount.isNegative && !isCold });
    if (scale === "") return `${said}度`;
    return `${scale === "F" ? "华氏" : isCold ? "零下" : ""}${said}${scale === "F" ? "度" : "摄氏度"}`;
  },
  units: {
    "km/h": "公里",
    km: "公里",
    m: "米",
    cm: "厘米",
    mm: "毫米",
    kg: "公斤",
    g: "克",
    mg: "毫克",
    t: "吨",
    L: "升",
    l: "升",
    ml: "毫升",
    mL: "毫升",
    kcal: "千卡",
    GB: "吉字节",
    MB: "兆字节",
    KB: "千字节",
    TB: "太字节",
    Hz: "赫兹",
    kHz: "千赫",
    MHz: "兆赫",
    GHz: "吉赫",
    W: "瓦",
    kW: "千瓦",
    V: "伏",
    "㎡": "平方米",
    "m²": "平方米",
    h: "小时",
    min: "分钟",
    ms: "毫秒",
    px: "像素",
    fps: "帧每秒",
  },
  measure(amount, unit) {
    return unit === "km/h"
      ? `每小时${counting(amount)}公里`
      : `${counting(amount)}${this.units[unit] ?? unit}`;
  },
  signs: { "&": "和", "+": "加", "=": "等于", "×": "乘以", "÷": "除以", "@": "艾特" },
};
