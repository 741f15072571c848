import { describe, expect, test } from "vitest";
import { estimateSpokenMs, isSpeakable, toSpoken } from "@/lib/speech/normalize/spoken";

describe("toSpoken", () => {
  test.each([
    ["*웃으며* 안녕 (손을 흔든다).", "안녕."],
    ["안녕 [웃음] 그래 【조용히】 가자（작게）", "안녕 그래 가자"],
    ["*웃음*안녕 **정말** ***아주*** 좋아", "안녕 정말 아주 좋아"],
    ["*she says **loudly** and runs* Hi", "Hi"],
    ["*그가 말했다\n그리고 갔다*", "그가 말했다. 그리고 갔다"],
    ["I *really* mean un*believ*able things", "I really mean unbelievable things"],
    ["Hello *smiles* there, *grinning* you.", "Hello there, you."],
    ["2 * 3 = 6, 50% & $5, 20°C", "2 3 = 6, 50% & $5, 20°C"],
    ["-5도, 3~5번, 2020–2024", "-5도, 3~5번, 2020-2024"],
    ["well-known — or not -- maybe", "well-known, or not, maybe"],
    ["don’t say “no”, 'cause it's 'fine'", "don't say no, cause it's fine"],
    ["「はい」「いいえ」", "はい いいえ"],
    ["[안내](https://a.b/c)를 봐. [웃음](작게) 그래", "안내를 봐. 그래"],
    ["![그림](a.png) 봐! https://a.b/c?d=e! 봐", "봐!! 봐"],
    ["<b>굵게</b> <3 :) 그래 ;-)", "굵게 그래"],
    ["<thinking>음\n\n음</thinking>답이야", "답이야"],
    ["```ts\nconst a = 1\n``` \n끝", "끝"],
    ["예: ```ts\nconst a = 1\n```\n끝", "예: 끝"],
    ["사과\n배\n\n감", "사과. 배. 감"],
    ["와!!!!!!!! 음........", "와!!! 음..."],
    ["\u200b가\u00ad나\ufeff 다", "가나 다"],
    ["1️⃣ 첫째 #️⃣ ⭐️ 둘째™", "첫째 둘째"],
    ["뭐⁉ 그래‼", "뭐!? 그래!!"],
    ["봄·여름・秋", "봄 여름 秋"],
    ["snake_case and/or _this_ ~ ok", "snake case and/or this ok"],
    ["  가\t\u3000나  ", "가 나"],
    ["…, 그래", "그래"],
    ["2024. 5. 6. 월요일", "2024. 5. 6. 월요일"],
  ])("%j → %j", (text, spoken) => {
    expect(toSpoken(text)).toBe(spoken);
    expect(toSpoken(text.normalize("NFD"))).toBe(spoken);
  });

  test.each([
    "",
    "…",
    "?!",
    "~",
    "😊",
    "♪",
    "*웃음*",
    "(조용)",
    "```\nx\n```",
    "<think>x",
    "https://a.b",
    "\ud83d",
  ])("%j has nothing to say", (text) => {
    expect(toSpoken(text)).toBe("");
  });

  test("speaks directions when asked to", () => {
    expect(toSpoken("*웃으며* 안녕 (작게) [끝]", { speakDirections: true })).toBe("웃으며 안녕 작게 끝");
  });
});

describe("isSpeakable", () => {
  test.each(["응", "ㅋㅋ", "1", "a", "。あ"])("%j is", (text) => {
    expect(isSpeakable(text)).toBe(true);
  });
  test.each(["", "...", "~", "😊", "♪", " \n"])("%j is not", (text) => {
    expect(isSpeakable(text)).toBe(false);
  });
});

describe("estimateSpokenMs", () => {
  test("is of the order of real speech", () => {
    expect(estimateSpokenMs("안녕하세요, 만나서 반가워요.", "ko")).toBeGreaterThan(1800);
    expect(estimateSpokenMs("안녕하세요, 만나서 반가워요.", "ko")).toBeLessThan(3500);
    expect(estimateSpokenMs("The quick brown fox jumps over the lazy dog.", "en")).toBeGreaterThan(2000);
    expect(estimateSpokenMs("The quick brown fox jumps over the lazy dog.", "en")).toBeLessThan(3500);
  });

  test("reads Han by the language and Hangul in any form", () => {
    expect(estimateSpokenMs("天地玄黄", "ja")).toBeGreaterThan(estimateSpokenMs("天地玄黄", "zh"));
    expect(estimateSpokenMs("한글이야".normalize("NFD"), "ko")).toBe(estimateSpokenMs("한글이야", "ko"));
  });

  test("is zero where nothing is said", () => {
    expect(estimateSpokenMs("…", "ko")).toBe(0);
  });
});
