import { describe, expect, it } from "vitest";
import { clipToTokens, createMeter, estimateTokens, learnRate } from "@/lib/conversation/context/tokens";
import { contextWindow } from "@/lib/conversation/context/window";
import { tokenize } from "../../../../engines/ollama";

describe("an estimate before anything was counted", () => {
  it.each([
    "어서 와, 기다리고 있었어. 오늘따라 바람이 꽤 차갑네.",
    "Come in, I was hoping it was you. The kettle has just boiled.",
    "やっと来たね、待っていたよ。外は寒かったでしょう？",
    "你终于来了，我等了你很久。外面风大，快进来坐。",
    "2026년 11월 21일, 010-1234-5678",
    "ถึงแล้วเหรอ",
    "🙂🙂🙂",
  ])("is not below what a tokenizer makes of %s", (text) => {
    expect(estimateTokens(text)).toBeGreaterThanOrEqual(tokenize(text).length * 0.95);
  });
});

describe("the rate of a model", () => {
  it.each([
    ["nothing counted yet", [], 1],
    [
      "the highest of what was counted, with some caution",
      [
        [1000, 600],
        [1000, 650],
      ],
      0.65 * 1.03,
    ],
    ["a count without the cached tokens is none", [[1000, 40]], 1],
    [
      "it is left out among others",
      [
        [1000, 40],
        [1000, 700],
      ],
      0.7 * 1.03,
    ],
    ["never beyond what a tokenizer may do", [[10, 900]], 3],
  ] as const)("%s", (_what, counts, rate) => {
    expect(learnRate(counts.map(([estimate, counted]) => ({ estimate, counted })))).toBeCloseTo(rate);
  });
});

describe("a text that is too long", () => {
  const meter = createMeter(1);
  it.each([
    ["짧다.", 100, "짧다."],
    ["첫째 문장이다. 둘째 문장이다. 셋째 문장이다.", 14, "첫째 문장이다. 둘째 문장이다."],
    ["끝나지않는긴말이계속된다", 5, "끝나지않는"],
    ["abc", 0, ""],
  ])("%j is cut to %i tokens", (text, limit, kept) => {
    expect(clipToTokens(text, limit, meter)).toBe(kept);
    expect(meter.text(kept)).toBeLessThanOrEqual(Math.max(limit, 0));
  });
});

it.each([
  [4096, 512, { answer: 512, budget: 3584, trigger: 2867, target: 1792, summary: 614 }],
  [4096, 8192, { answer: 2048, budget: 2048, trigger: 1638, target: 1024, summary: 614 }],
])("a context of %i with answers of %i is shared out", (context, maxTokens, shares) => {
  expect(contextWindow(context, maxTokens, 0.8)).toMatchObject(shares);
});
