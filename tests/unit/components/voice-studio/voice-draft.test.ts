import { expect, it } from "vitest";
import { changedFields } from "@/components/voice-studio/voice-draft";

it("names what differs, whatever the order and the absent members of settings", () => {
  const before = { name: "a", settings: { top_k: 5, seed: 1 }, references: [{ id: "1" }] };
  expect(changedFields(before, { ...before, settings: { seed: 1, top_k: 5 } })).toEqual([]);
  const cleared: { name: string; settings: object; references: object[] } = {
    ...before,
    settings: { top_k: 5, seed: 1, top_p: undefined },
  };
  expect(changedFields<typeof cleared>(before, cleared)).toEqual([]);
  const after = { name: "b", settings: { top_k: 6, seed: 1 }, references: [{ id: "2" }] };
  expect(changedFields(before, after)).toEqual(["name", "settings", "references"]);
});
