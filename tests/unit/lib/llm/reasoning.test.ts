import { expect, it } from "vitest";
import { createReasoningFilter } from "@/lib/llm/reasoning";

const TEXTS: [string, string][] = [
  ["어서 와.", "어서 와."],
  ["  어서 와.", "  어서 와."],
  ["<think>속</think>\n\n어서 와.", "어서 와."],
  ["\n<think>하나</think>\n<think>둘</think> 어서 와.", "어서 와."],
  ["어서 <think>속</think>와.", "어서 와."],
  ["<THINK>속</THINK>와.", "와."],
  ["<thinking>a < b <think</thinking>와.", "와."],
  ["속으로만 한 말</think>와.", "속으로만 한 말와."],
  ["a < b <thin> <", "a < b <thin> <"],
  ["<think>끝이 없다", ""],
  ["", ""],
  ["\n", "\n"],
];

it.each(TEXTS)("%j is spoken as %j, however it was cut", (text, spoken) => {
  const said = (...pieces: string[]) => {
    const filter = createReasoningFilter();
    return pieces.map((piece) => filter(piece, false)).join("") + filter("", true);
  };
  expect(said(text)).toBe(spoken);
  expect(said(...text)).toBe(spoken);
  for (let at = 1; at < text.length; at += 1) expect(said(text.slice(0, at), text.slice(at))).toBe(spoken);
});

it("holds nothing back that cannot be a mark", () => {
  const filter = createReasoningFilter();
  expect(filter("어서 ", false)).toBe("어서 ");
  expect(filter("<3 와", false)).toBe("<3 와");
});
