import type { Amount, Currency, NumberWords } from "./number-words";

/** Where a number and its counter have a word of their own, which engines read as two. */
const WORDS: Record<string, string> = {
  "1人": "ひとり",
  "2人": "ふたり",
  "20歳": "はたち",
  "1つ": "ひとつ",
  "2つ": "ふたつ",
};
const PHONE = ["ゼロ", "イチ", "ニー", "サン", "ヨン", "ゴー", "ロク", "ナナ", "ハチ", "キュー"];
const CURRENCIES: Record<Currency, string> = {
  $: "ドル",
  "€": "ユーロ",
  "£": "ポンド",
  "¥": "円",
  "₩": "ウォン",
};

/** Digits stay: engines of this language read them with the sound changes of what is counted. */
function whole({ isNegative, digits, decimals }: Amount): string {
  return `${isNegative ? "マイナス" : ""}${digits}${decimals === "" ? "" : `.${decimals}`}`;
}

export const JAPANESE: NumberWords = {
  number: whole,

  counted(amount, next) {
    const counter = /^ ?(人|歳|つ)(?![気口間])/.exec(next);
    const word = amount.decimals === "" ? WORDS[`${amount.digits}${counter?.[1]}`] : undefined;
    return counter && word ? { said: word, used: counter[0].length } : null;
  },

  date: (year, month, day) => `${year}年${month}月${day}日`,
  time: (hour, minute, second) =>
    `${hour}時${minute === 0 && second === null ? "" : `${minute}分`}${second === null ? "" : `${second}秒`}`,
  digits: (groups) =>
    groups.map((group) => [...group].map((digit) => PHONE[Number(digit)]).join("")).join("、"),
  money: (amount, currency) => `${whole(amount)}${CURRENCIES[currency]}`,
  currencies: CURRENCIES,
  percent: (amount) => `${amount}パーセント`,
  fraction: (numerator, denominator) => `${whole(denominator)}分の${whole(numerator)}`,
  range: (from) => `${from}から`,
  ratio: (left, right) => `${left}対${right}`,
  degrees(amount, scale) {
    const isCold = amount.isNegative && scale === "C";
    const said = whole({ ...amount, isNegative: amount.isNegative && !isCold });
    return `${isCold ? "氷点下" : scale === "F" ? "華氏" : ""}${said}度`;
  },
  units: {
    "km/h": "キロメートル",
    km: "キロメートル",
    m: "メートル",
    cm: "センチメートル",
    mm: "ミリメートル",
    kg: "キログラム",
    g: "グラム",
    mg: "ミリグラム",
    t: "トン",
    L: "リットル",
    l: "リットル",
    ml: "ミリリットル",
    mL: "ミリリットル",
    kcal: "キロカロリー",
    GB: "ギガバイト",
    MB: "メガバイト",
    KB: "キロバイト",
    TB: "テラバイト",
    Hz: "ヘルツ",
    kHz: "キロヘルツ",
    MHz: "メガヘルツ",
    GHz: "ギガヘルツ",
    W: "ワット",
    kW: "キロワット",
    V: "ボルト",
    "㎡": "平方メートル",
    "m²": "平方メートル",
    h: "時間",
    min: "分",
    ms: "ミリ秒",
    px: "ピクセル",
    fps: "エフピーエス",
  },
  measure(amount, unit) {
    return `${unit === "km/h" ? "時速" : ""}${whole(amount)}${this.units[unit] ?? unit}`;
  },
  signs: { "&": "アンド", "+": "プラス", "=": "イコール", "×": "かける", "÷": "わる", "@": "アットマーク" },
};
