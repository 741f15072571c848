import { describe, expect, it } from "vitest";
import { directionBefore, moodFor } from "@/lib/speech/emotions";
import { createSegmenter } from "@/lib/speech/segmenter";

const MOODS = [
  "happy",
  "sad",
  "angry",
  "afraid",
  "surprised",
  "tender",
  "whisper",
  "tired",
  "excited",
  "serious",
];

describe("the mood a stage direction asks for", () => {
  it.each([
    ["빙그레 웃으며", "happy"],
    ["눈물을 훔치며", "sad"],
    ["버럭 소리치며", "angry"],
    ["덜덜 떨리는 손으로", "afraid"],
    ["눈이 휘둥그레져서", "surprised"],
    ["다정하게 손을 잡으며", "tender"],
    ["귓속말로", "whisper"],
    ["하품을 하며", "tired"],
    ["laughs softly", "happy"],
    ["softly, laughing", "tender"],
    ["wipes away her tears", "sad"],
    ["gasps", "surprised"],
    ["そっと囁いて", "tender"],
    ["涙をこらえて", "sad"],
    ["怒りをこめて", "angry"],
    ["低声说", "whisper"],
    ["高兴地拍手", "happy"],
    ["害怕地后退", "afraid"],
    ["무겁게 짐을 내려놓는다", undefined],
    ["an angel passes by the gravel path", undefined],
    ["잔을 든다", undefined],
    ["", undefined],
  ])("%s → %s", (direction, mood) => {
    expect(moodFor(direction, MOODS)).toBe(mood);
  });

  it("is one the voice has, by whatever name; else the neutral one, never another", () => {
    expect(moodFor("활짝 웃으며", ["기쁨", "분노"])).toBe("기쁨");
    expect(moodFor("활짝 웃으며", ["분노"])).toBeUndefined();
    expect(moodFor("활짝 웃으며", [])).toBeUndefined();
    expect(moodFor("취한 듯 웃으며", ["happy", "취한 듯"])).toBe("취한 듯");
    expect(moodFor("울다가 웃으며 눈물을 닦고", ["happy", "sad"])).toBe("happy");
  });
});

it("a direction rules what follows it, until the next one or the end of the paragraph", () => {
  const line = "*웃으며* 어서 오게! 앉게나. (버럭) 거긴 아니야! **정말로** 아니야.\n\n다시 앉게.";
  const under = (words: string) => directionBefore(line, line.indexOf(words));
  expect(under("어서")).toBe("웃으며");
  expect(under("앉게나")).toBe("웃으며");
  expect(under("거긴")).toBe("버럭");
  expect(under("아니야.")).toBe("버럭");
  expect(under("다시")).toBe("");
});

it("a voice with moods has its line cut where they may change; the same in any cutting into deltas", () => {
  const line = "*웃으며* 하하하, 반갑네 *울먹이며* 그런데 나는 오늘 떠나야 하네. *한숨* 잘 있게.";
  const cut = (step: number, cutsAtDirections: boolean) => {
    const segmenter = createSegmenter({ cutsAtDirections });
    const parts = line.match(new RegExp(`.{1,${step}}`, "gsu")) ?? [];
    const segments = [...parts.flatMap((part) => segmenter.push(part)), ...segmenter.flush()];
    return segments.map(({ text, start }) => [text, directionBefore(line, start)]);
  };
  const told = cut(200, true);
  expect(told).toEqual([
    ["하하하,", "웃으며"],
    ["반갑네", "웃으며"],
    ["그런데 나는 오늘 떠나야 하네.", "울먹이며"],
    ["잘 있게.", "한숨"],
  ]);
  for (const step of [1, 2, 3, 7]) expect(cut(step, true)).toEqual(told);
  expect(cut(200, false).map(([text]) => text)).toContain("반갑네 *울먹이며* 그런데 나는 오늘 떠나야 하네.");
});
