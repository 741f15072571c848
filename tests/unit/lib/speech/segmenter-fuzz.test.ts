import { describe, expect, test } from "vitest";
import { isSpeakable, toSpoken } from "@/lib/speech/normalize/spoken";
import { lettersOf, randomDeltas, seeded, segmentsOf, unitsOf } from "./segmenter-fixture";

const ATOMS = [
  ..."가나다한글の日本あーカ漢字好的abIZé09３①ㅋ",
  ...".,!?…。、，；：;:~-—–*()[]（）【】「」“”\"'`<>|#_/\\&%$@·",
  " ",
  " ",
  "\n",
  "\n\n",
  "\t",
  "\r\n",
  "\u3000",
  "\u200b",
  "\u200d",
  "\ufe0f",
  "\u20e3",
  "\u0301",
  "\u1112\u1161\u11ab",
  "😊",
  "👨‍👩‍👧",
  "🇰🇷",
  "1️⃣",
  "❤️",
  "𠮷",
  "\ud83d",
  "\ude00",
  "**",
  "***",
  "```",
  "``",
  "<think>",
  "</think>",
  "<!--",
  "-->",
  "<b>",
  "</",
  "https://",
  "www.",
  "http",
  "](",
  "](a.b)",
  "![",
  "Mr.",
  "e.g.",
  "p.m.",
  "U.S.",
  "No.",
  "3.5",
  "1,000",
  "10:30",
  "v1.2",
  "...",
  "?!",
  "1. ",
  "- ",
  "# ",
  "| ",
  "안녕하세요",
  "hello",
  "그래서 ",
  "word ",
  "*웃으며*",
  "(웃음)",
  "*not*",
  "를 ",
  ":)",
  "<3",
  "오늘은 참 좋은 날이다. ",
];

/** Around 80, 300 and 700, where waiting ends. */
const LENGTHS = [80, 300, 700].flatMap((window) =>
  Array.from({ length: 14 }, (_, index) => window - 11 + index),
);

describe("createSegmenter, on mixtures of everything awkward", () => {
  test.each([11, 22, 33, 44])("same segments for any cutting, nothing lost or doubled (seed %i)", (seed) => {
    const random = seeded(seed);
    for (let round = 0; round < 900; round += 1) {
      const atoms = Array.from(
        { length: 1 + Math.floor(random() * 60) },
        () => ATOMS[Math.floor(random() * ATOMS.length)],
      );
      const text = atoms.join("");
      const speakDirections = round % 4 === 0;
      const whole = segmentsOf([text], { speakDirections });
      expect(segmentsOf(unitsOf(text), { speakDirections }), JSON.stringify(text)).toEqual(whole);
      expect(segmentsOf(randomDeltas(text, random), { speakDirections }), JSON.stringify(text)).toEqual(
        whole,
      );
      const said = whole.map((segment) => segment.spoken).join("");
      expect(lettersOf(said), JSON.stringify(text)).toBe(lettersOf(toSpoken(text, { speakDirections })));
      for (const segment of whole) {
        expect(text.slice(segment.start, segment.end)).toBe(segment.text);
        expect(segment.text.trim()).toBe(segment.text);
        expect(isSpeakable(segment.spoken)).toBe(true);
      }
    }
  });

  test("bounds what is waited for: same segments around every window's edge", () => {
    for (const sign of ["*", "(", "[", "`", "``", "<a", "[a](", "[가](/", "|", "*b **c* "]) {
      for (const length of LENGTHS) {
        const close =
          sign.startsWith("[a") || sign.startsWith("[가")
            ? ")"
            : ({ "(": ")", "[": "]", "<a": ">" }[sign] ?? sign);
        const text = `${sign}${"x".repeat(length)}${close} 끝이야.`;
        const whole = segmentsOf([text]);
        for (const back of [0, 1, 2, 3, 7]) {
          const cut = text.length - 5 - back;
          expect(segmentsOf([text.slice(0, cut), ...unitsOf(text.slice(cut))])).toEqual(whole);
        }
      }
    }
  });

  test.each([
    "가",
    "a",
    "ㅋ",
    "あ",
    "天",
    "a ",
    "(",
    "*a ",
    "[a](",
    "(()",
    "!",
    "e\u0301",
    "<a",
    "1.",
    "가 *나* ",
    "`",
  ])("takes 50,000 characters of %j in linear time", (pattern) => {
    const text = pattern.repeat(Math.ceil(50_000 / pattern.length)).slice(0, 50_000);
    const started = performance.now();
    const segments = segmentsOf(unitsOf(text));
    // Some 0.3 s on a slow core that does nothing else; quadratic behaviour would take minutes.
    expect(performance.now() - started).toBeLessThan(30_000);
    expect(Math.max(0, ...segments.map((segment) => segment.spoken.length))).toBeLessThanOrEqual(1000);
  });
});
