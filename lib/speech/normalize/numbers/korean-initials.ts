const LETTERS: Record<string, string> = {
  A: "에이",
  B: "비",
  C: "씨",
  D: "디",
  E: "이",
  F: "에프",
  G: "지",
  H: "에이치",
  I: "아이",
  J: "제이",
  K: "케이",
  L: "엘",
  M: "엠",
  N: "엔",
  O: "오",
  P: "피",
  Q: "큐",
  R: "알",
  S: "에스",
  T: "티",
  U: "유",
  V: "브이",
  W: "더블유",
  X: "엑스",
  Y: "와이",
  Z: "제트",
};
/** Said as a word, or with an English number. */
const WORDS: Record<string, string> = {
  OK: "오케이",
  TV: "티비",
  NASA: "나사",
  NATO: "나토",
  MP3: "엠피쓰리",
  MP4: "엠피포",
  "2D": "투디",
  "3D": "쓰리디",
  "4D": "포디",
  "4K": "포케이",
  "8K": "에잇케이",
  "3G": "쓰리지",
  "4G": "포지",
  "5G": "파이브지",
  A4: "에이포",
  B2B: "비투비",
};
const NAMED = new RegExp(`(?<![A-Za-z0-9])(?:${Object.keys(WORDS).join("|")})(?![A-Za-z0-9])`, "g");
const INITIALS = /(?<![A-Za-z0-9'.-])[A-Z](?:&?[A-Z]){1,4}(?![A-Za-z0-9'])/g;
const IS_KOREAN = /\p{sc=Hangul}/u;

/** Letters that stand for a name, as Koreans say them; English words stay English. */
export function readInitials(text: string): string {
  if (!IS_KOREAN.test(text)) return text;
  return readNamed(text).replace(INITIALS, (initials) =>
    [...initials].map((letter) => LETTERS[letter] ?? "앤").join(""),
  );
}

/** Those with a digit, before the digit is read as a number. */
export function readNamed(text: string): string {
  return text.replace(NAMED, (name) => WORDS[name] ?? name);
}
