import { expect, it } from "vitest";
import { askedPlayModel, getPlayModel, setPlayModel } from "@/lib/client/play-model";
import { USUAL_MODEL } from "@/lib/contract/chat";

it("a choice is asked for with each turn, and going back to the usual one is asked for too", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  expect([getPlayModel(storage, "a", null), askedPlayModel(storage, "a")]).toEqual(["", ""]);
  setPlayModel(storage, "a", "gemini/flash");
  expect([getPlayModel(storage, "a", null), askedPlayModel(storage, "a")]).toEqual([
    "gemini/flash",
    "gemini/flash",
  ]);
  setPlayModel(storage, "a", "");
  expect([getPlayModel(storage, "a", null), askedPlayModel(storage, "a")]).toEqual(["", USUAL_MODEL]);
  expect(getPlayModel(storage, "a", "gemini/flash")).toBe("");
  expect(getPlayModel(storage, "b", "gemini/flash")).toBe("gemini/flash");
  expect(askedPlayModel(storage, "b")).toBe("");
});
