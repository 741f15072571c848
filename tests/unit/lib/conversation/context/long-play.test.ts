import { expect, it } from "vitest";
import { ANSWER, CONTEXT, PINNED, playLong, TOLD } from "../../../../bench/long-play";

const BUDGET = CONTEXT - ANSWER;

it("a play far longer than the model's context forgets nothing that matters, and keeps nobody waiting", async () => {
  const isHurried = (turn: number) => turn > 60 && turn <= 80;
  const { played, summaries } = await playLong({ turns: 120, isHurried });
  expect(played).toHaveLength(120);

  for (const { promptTokens, droppedMessages } of played) {
    expect(promptTokens).toBeLessThanOrEqual(BUDGET);
    expect(droppedMessages).toBe(0);
  }
  expect(summaries.count).toBeGreaterThan(3);
  expect(summaries.longest).toBeLessThanOrEqual(CONTEXT);

  // The lines themselves are long gone from the end of the prompt.
  const last = played.at(-1)?.prompt ?? [];
  expect(last.slice(1).some(({ content }) => content.includes(TOLD))).toBe(false);
  expect(last[0]?.content).toContain(PINNED);
  expect(last[0]?.content).toContain(TOLD);

  const paced = played.filter(({ turn }) => !isHurried(turn - 1));
  expect(paced.map(({ waitedFor }) => waitedFor).filter((count) => count > 0)).toEqual([]);
  for (const { turn, waitedFor } of played) {
    const before = played[turn - 2]?.promptTokens ?? 0;
    if (waitedFor > 0) expect(before).toBeGreaterThan(BUDGET * 0.85);
  }

  for (const { turn, isFolded, unchanged, contextSummarized } of played) {
    if (turn > 10 && !isFolded) expect(unchanged, `turn ${turn}`).toBeGreaterThan(0.8);
    expect(contextSummarized, `turn ${turn}`).toBe(isFolded);
  }
}, 120_000);
