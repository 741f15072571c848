import { describe, expect, it } from "vitest";
import { listReadings, listSpokenLines, stripRuby } from "@/lib/characters/readings";
import { listPresetFiles } from "@/lib/characters/registry";
import { parseRuby } from "@/lib/llm/engines/demo/ruby";

const KANJI = /[\p{Script=Han}々]/u;

describe("ruby markup", () => {
  it("is taken out of the display text", () => {
    expect(stripRuby("{名|な}は{聞|き}かぬ。")).toBe("名は聞かぬ。");
    expect(stripRuby("「{quote}」か。")).toBe("「{quote}」か。");
  });

  it("tells which stretch is read how", () => {
    expect(parseRuby("お{母|かあ}さんの{手紙|てがみ}")).toEqual({
      display: "お母さんの手紙",
      spans: [
        { start: 1, end: 2, reading: "かあ" },
        { start: 5, end: 7, reading: "てがみ" },
      ],
    });
  });
});

describe("Japanese lines", () => {
  const lines = listPresetFiles().flatMap((preset) =>
    listSpokenLines(preset.locales.ja).map((line) => [preset.id, line] as const),
  );

  it("have a kana reading for every kanji that is spoken", () => {
    for (const [id, line] of lines) {
      const bare = line.replace(/\{[^{}|]+\|[^{}|]+\}/gu, "");
      expect(KANJI.test(bare), `${id}: ${line}`).toBe(false);
      for (const { start, end, reading } of parseRuby(line).spans) {
        expect(reading, `${id}: ${line}`).toMatch(/^[\p{Script=Hiragana}\p{Script=Katakana}ー]+$/u);
        expect(parseRuby(line).display.slice(start, end), `${id}: ${line}`).toMatch(
          /^[\p{Script=Han}々ヶ]+$/u,
        );
      }
    }
  });

  it("are listed as they are shown, placeholders cut out", () => {
    const readings = listReadings();
    expect(readings.length).toBeGreaterThan(0);
    for (const { display, spans } of readings) {
      expect(display).not.toMatch(/[{}|]/u);
      for (const { start, end } of spans) expect(display.slice(start, end)).toMatch(KANJI);
    }
    const first = listPresetFiles()[0]?.locales.ja.first_message ?? "";
    expect(readings.map((reading) => reading.display)).toContain(stripRuby(first));
  });
});
