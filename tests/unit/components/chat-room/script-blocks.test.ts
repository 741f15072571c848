import { describe, expect, it } from "vitest";
import { scriptBlocks } from "@/components/chat-room/script-blocks";
import { scriptRuns } from "@/components/chat-room/script-runs";

const shown = (content: string) =>
  scriptBlocks(content).map(({ kind, parts }) => [
    kind,
    ...parts.map(({ start, end }) => content.slice(start, end)),
  ]);

describe("scriptBlocks", () => {
  it.each<[string, string[][]]>([
    ["", []],
    ["한 줄.\n두 줄.", [["text", "한 줄.\n두 줄."]]],
    [
      "편지에는,\n> 오지 마라.\n> 늦었다.\n라고 있었네.",
      [
        ["text", "편지에는,"],
        ["quote", "오지 마라.", "늦었다."],
        ["text", "라고 있었네."],
      ],
    ],
    [
      "Three things:\n\n- salt\n- *old* bread\n\nThat is all.",
      [
        ["text", "Three things:"],
        ["bullets", "salt", "*old* bread"],
        ["text", "That is all."],
      ],
    ],
    ["2. 활\n3. 화살", [["numbers", "활", "화살"]]],
    [
      "보게:\n```js\n- a = *b*\n> c\n```\n끝.",
      [
        ["text", "보게:"],
        ["code", "- a = *b*\n> c"],
        ["text", "끝."],
      ],
    ],
    ["```\n아직", [["code", "아직"]]],
    ["```", []],
    // Said, not listed.
    ["- 누구야?", [["text", "- 누구야?"]]],
    ["3. 1운동 말인가.", [["text", "3. 1운동 말인가."]]],
    ["5 > 3\n-3도\n-2도", [["text", "5 > 3\n-3도\n-2도"]]],
    ["<ul><li>글</li></ul>", [["text", "<ul><li>글</li></ul>"]]],
  ])("sets %j", (content, expected) => {
    expect(shown(content)).toEqual(expected);
  });

  it("counts a list from its first number", () => {
    expect(scriptBlocks("4) 넷\n5) 다섯")[0]?.first).toBe(4);
  });

  it("keeps what a segment sounds at its place in every block", () => {
    const content = "보게.\n- 하나\n- 둘";
    const segment = { index: 7, start: 4, end: content.length, audioUrl: "/a.wav", emotion: null } as const;
    const runs = scriptBlocks(content).flatMap(({ parts }) =>
      parts.flatMap((part) => scriptRuns(content, [{ ...segment, state: "waiting" }], null, part)),
    );
    expect(runs.map(({ text, start, segmentIndex }) => [text, start, segmentIndex])).toEqual([
      ["보게.", 0, null],
      ["하나", 6, 7],
      ["둘", 11, 7],
    ]);
  });

  it("loses no letter, wherever a growing text stands", () => {
    const content = "가\n> 나\n- 다\n- 라\n```\n마\n```\n1. 바\n2. 사";
    for (let end = 0; end <= content.length; end++) {
      const part = content.slice(0, end);
      const letters = (value: string) => value.replace(/[^\p{L}]/gu, "");
      expect(
        letters(
          shown(part)
            .flatMap(([, ...texts]) => texts)
            .join(""),
        ),
      ).toBe(letters(part));
    }
  });

  it("takes linear time", () => {
    const started = performance.now();
    scriptBlocks("- 가\n".repeat(20_000));
    scriptBlocks("```\n".repeat(20_000));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
