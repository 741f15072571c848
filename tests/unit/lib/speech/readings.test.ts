import { describe, expect, test } from "vitest";
import { listReadings } from "@/lib/characters/readings";
import { toSpoken } from "@/lib/speech/normalize/spoken";
import { createReadings, type ReadingLine } from "@/lib/speech/readings";

/** "{今日|きょう}は" → a line. */
function line(ruby: string): ReadingLine {
  const spans: ReadingLine["spans"] = [];
  let display = "";
  for (const part of ruby.split(/(\{[^}]*\})/u)) {
    const [surface = "", reading] = part.replace(/[{}]/gu, "").split("|");
    if (reading !== undefined) {
      spans.push({ start: display.length, end: display.length + surface.length, reading });
    }
    display += surface;
  }
  return { display, spans };
}

const readings = createReadings([
  line("{今日|きょう}は「{良|よ}い{天気|てんき}」ね。{散歩|さんぽ}に{行|い}きましょう。"),
  line("{今日|こんにち}の{日本|にほん}、{日|ひ}が{昇|のぼ}る。"),
  line("{行|おこな}う。{行|い}く。{上手|じょうず}だ。"),
]);

describe("toKana", () => {
  test.each([
    ["今日は", "きょうは"],
    ["今日の日本", "こんにちのにほん"],
    ["良い天気ね。", "よいてんきね。"],
    ["散歩に行きましょう。", "さんぽにいきましょう。"],
    ["行う", "おこなう"],
    [" 散歩に\n行きましょう ", "さんぽに いきましょう"],
  ])("reads %j, a piece of a line, as the line does", (text, kana) => {
    expect(readings.toKana(text)).toEqual({ text: kana, unreadable: false });
  });

  test("finds the spoken form of a line, which has lost its quotes", () => {
    expect(readings.toKana(toSpoken("今日は「良い天気」ね。"))).toEqual({
      text: "きょうはよいてんきね。",
      unreadable: false,
    });
  });

  test.each([
    ["明後日も散歩だ", "明後日もさんぽだ", true],
    ["上手に日本散歩", "じょうずににほんさんぽ", false],
    ["日本日", "にほんひ", false],
    ["行こう", "いこう", false],
  ])("covers %j from the runs it knows", (text, kana, unreadable) => {
    expect(readings.toKana(text)).toEqual({ text: kana, unreadable });
  });

  test.each([
    ["今日は良い天気ね。今日の日本、日が昇る。", "きょうはよいてんきね。こんにちのにほん、ひがのぼる。"],
    [
      "「今日の日本、日が昇る。」今日は良い天気ね。",
      "「こんにちのにほん、ひがのぼる。」きょうはよいてんきね。",
    ],
    ["行う！？行く…今日は", "おこなう！？いく…きょうは"],
    ["行う。明日も散歩だ！", "おこなう。明日もさんぽだ！"],
  ])("reads %j, sentences of several lines, each as its own line does", (text, kana) => {
    expect(readings.toKana(text).text).toBe(kana);
  });

  test("reads any two lines of the cast, joined, as they are read alone", () => {
    const cast = listReadings();
    const ofCast = createReadings(cast);
    const ended = cast.filter(({ display }) => /[。！？…][」』]*$/u.test(display));
    expect(ended.length).toBeGreaterThan(100);
    for (const [at, { display }] of ended.entries()) {
      const next = ended[(at + 1) % ended.length]?.display ?? "";
      const { text } = ofCast.toKana(display + next);
      expect(text).toBe(ofCast.toKana(display).text + ofCast.toKana(next).text);
    }
  });

  test("leaves text without kanji as it is", () => {
    expect(readings.toKana("こんにちは、OK?")).toEqual({ text: "こんにちは、OK?", unreadable: false });
    expect(createReadings([]).toKana("日")).toEqual({ text: "日", unreadable: true });
  });

  test("does not read across lines or half a run", () => {
    expect(readings.toKana("本")).toEqual({ text: "本", unreadable: true });
    expect(readings.toKana("行きましょう今日の")).toEqual({
      text: "いきましょうきょうの",
      unreadable: false,
    });
  });

  test("is quick with a thousand lines and a long text", () => {
    const many = createReadings(
      Array.from({ length: 1000 }, (_, index) => line(`{第|だい}${index}{回|かい}の{話|はなし}だよ。`)),
    );
    const started = performance.now();
    for (let round = 0; round < 1000; round += 1)
      expect(many.toKana(`第${round}回の話`).unreadable).toBe(false);
    expect(many.toKana("話".repeat(20_000)).unreadable).toBe(false);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
