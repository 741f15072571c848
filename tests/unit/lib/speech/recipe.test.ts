import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { DEFAULT_CONTROLS } from "@/lib/speech/controls";
import { clipKey, recipe, type SpeechRecipe, speechRecipe } from "@/lib/speech/recipe";
import { speechRecipe as make } from "./speaking-fixture";

const base = make("어서 오시게.", { controls: { ...DEFAULT_CONTROLS, seed: 7 } });
const key = clipKey(base);
const reference = { path: "/r.wav", promptText: "안녕", promptLang: "ko" };
/** Every control, each with another value than the default. */
const CONTROLS: Required<SpeechRecipe["controls"]> = {
  top_k: 6,
  top_p: 0.9,
  temperature: 0.9,
  speed_factor: 1.1,
  text_split_method: "cut0",
  seed: 8,
  parallel_infer: false,
  super_sampling: true,
  batch_size: 2,
  batch_threshold: 0.5,
  split_bucket: false,
  fragment_interval: 0.2,
  overlap_length: 3,
  min_chunk_length: 8,
  sample_steps: 16,
  repetition_penalty: 1.2,
};

describe("another key for what sounds otherwise", () => {
  const changes: [string, Partial<SpeechRecipe>][] = [
    ["engine", { pool: "embedded" }],
    ["voice's revision", { revisionKey: "revision-2" }],
    ["text", { text: "어서 오시게!" }],
    ["language", { language: "ja" }],
    ["streaming mode", { streamingMode: 2 }],
    ["reference of its own", { reference }],
    ["further references of its own", { auxiliaryReferences: [reference] }],
    ["mood", { emotion: "angry" }],
    ["scene", { scene: "angry" }],
    ["limit of tokens", { maxNewTokens: 100 }],
    ...Object.entries(CONTROLS).map(([name, value]): [string, Partial<SpeechRecipe>] => [
      name,
      { controls: { ...base.controls, [name]: value } },
    ]),
  ];

  it("whatever it is, and never the same for two of them", () => {
    expect(Object.keys(CONTROLS).sort()).toEqual(Object.keys(DEFAULT_CONTROLS).sort());
    const keys = changes.map(([, change]) => clipKey({ ...base, ...change }));
    expect(new Set([key, ...keys]).size).toBe(changes.length + 1);
  });

  it.each([
    ["path", { ...reference, path: "/other.wav" }],
    ["its words", { ...reference, promptText: "잘 가" }],
    ["its language", { ...reference, promptLang: "ja" }],
  ])("a reference's %s", (_what, other) => {
    expect(clipKey({ ...base, reference: other })).not.toBe(clipKey({ ...base, reference }));
  });
});

describe("the same key for what sounds the same", () => {
  it.each<[string, SpeechRecipe]>([
    ["the voice's name: its revision is what sounds", { ...base, voiceId: "renamed" }],
    ["the text's composition", { ...base, text: base.text.normalize("NFD") }],
    [
      "the order of the controls",
      {
        ...base,
        controls: Object.fromEntries(Object.entries(base.controls).reverse()) as typeof base.controls,
      },
    ],
    ["a way through the database", speechRecipe.parse(JSON.parse(JSON.stringify(base)))],
  ])("%s", (_what, same) => {
    expect(clipKey(same)).toBe(key);
  });

  it("is no more than its hash: nothing of the text can be read from it", () => {
    expect(key).toMatch(/^[0-9a-f]{64}$/);
  });
});

it("a line is its parts in their order", () => {
  const other = make("가시게.");
  const line = (...parts: SpeechRecipe[]) => clipKey({ kind: "line", parts });
  expect(line(base, other)).toBe(line({ ...base }, { ...other }));
  expect(new Set([line(base, other), line(other, base), line(base), key]).size).toBe(4);
});

describe("recipes kept before pools and voices by value", () => {
  const { pool, ...rest } = base;
  const kept = { ...rest, engine: pool };

  it("name their engine's kind, which was the pool, alone and in lines", () => {
    expect(recipe.parse(kept)).toEqual(base);
    expect(recipe.parse({ kind: "line", parts: [kept, kept] })).toEqual({
      kind: "line",
      parts: [base, base],
    });
  });

  it("have the key they had: their clips are found", () => {
    const { revisionKey, text, language, controls, streamingMode } = base;
    const sorted = Object.entries(controls).sort(([a], [b]) => (a < b ? -1 : 1));
    const content = [pool, revisionKey, text, language, sorted, streamingMode, null];
    expect(key).toBe(createHash("sha256").update(JSON.stringify(content)).digest("hex"));
  });
});
