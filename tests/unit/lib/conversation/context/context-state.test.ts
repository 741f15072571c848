import { expect, it } from "vitest";
import { ContextState } from "@/lib/conversation/context/context-state";
import type { ChosenModel } from "@/lib/llm/directory";
import { createDemoEngine } from "@/lib/llm/engines/demo";

const engine = createDemoEngine({ firstDelayMs: 0 });
const chosen = (model: string): ChosenModel => ({
  engine,
  choice: "demo",
  model,
  contextLength: undefined,
  replaced: null,
});

it("a new play begins with what the last one of its model and language has taught", () => {
  const state = new ContextState({ contextLength: undefined, summaryTrigger: 0.8, keepTurns: 16 });
  expect(state.rateFor(chosen("a"), "ko", [])).toBe(1);
  const learnt = state.rateFor(chosen("a"), "ko", [{ estimate: 100, counted: 150 }]);
  expect(learnt).toBeGreaterThan(1.5);
  expect(state.rateFor(chosen("a"), "ko", [])).toBe(learnt);
  // Another language is cut up otherwise, and so it is by another model.
  expect(state.rateFor(chosen("a"), "en", [])).toBe(1);
  expect(state.rateFor(chosen("b"), "ko", [])).toBe(1);
  // Its own counts go before; those of a cached prompt teach nothing.
  expect(state.rateFor(chosen("a"), "ko", [{ estimate: 100, counted: 10 }])).toBe(learnt);
  expect(state.rateFor(chosen("a"), "ko", [{ estimate: 100, counted: 80 }])).toBeLessThan(1);
});
