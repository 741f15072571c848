import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { demoRepertoire } from "@/lib/characters/demo";
import type { Locale } from "@/lib/i18n/locales";
import type { LanguagePart, LanguageRequest, PromptLine } from "@/lib/llm/engine";
import { createDemoEngine, DEMO_MODEL, type DemoEngineOptions } from "@/lib/llm/engines/demo";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { engineFetch } from "@/lib/upstream/engine-fetch";

const context = (signal = new AbortController().signal): EngineContext => ({
  signal,
  fetch: engineFetch,
  now: Date.now,
  logger: pino({ level: "silent" }),
});
const user = (content: string): PromptLine => ({ role: "user", content });
const asked = (content: string, changes: Partial<LanguageRequest> = {}): LanguageRequest => ({
  model: DEMO_MODEL,
  messages: [{ role: "system", content: "너는 홍길동이다." }, user(content)],
  temperature: 0.7,
  maxTokens: 512,
  cast: { characterId: "hong-gildong", name: "홍길동", language: "ko" },
  ...changes,
});
const cast = (characterId: string | null, name: string, language: Locale) => ({
  cast: { characterId, name, language },
});
const engine = (options: DemoEngineOptions = {}) =>
  createDemoEngine({ repertoire: demoRepertoire, firstDelayMs: 0, pieceDelayMs: 0, ...options });

async function collect(request: LanguageRequest, options: DemoEngineOptions = {}) {
  const parts: LanguagePart[] = [];
  for await (const part of engine(options).streamText(request, context())) parts.push(part);
  const deltas = parts.flatMap((part) => (part.type === "text" ? [part.delta] : []));
  return { parts, deltas, text: deltas.join(""), finish: parts.at(-1) };
}

describe("the demo engine", () => {
  it("is always up and has one model", async () => {
    expect(engine().kind).toBe("demo");
    expect(await engine().checkHealth(context())).toEqual({ state: "up" });
    expect(await engine().listModels(context())).toEqual([{ name: "demo-cast" }]);
  });

  it("streams small pieces and one finish that counts them", async () => {
    const { deltas, parts, finish } = await collect(asked("안녕하시오"));
    expect(deltas.length).toBeGreaterThan(8);
    for (const delta of deltas) expect(delta.trim().length).toBeLessThanOrEqual(6);
    expect(parts.filter((part) => part.type === "finish")).toHaveLength(1);
    expect(finish).toMatchObject({ type: "finish", reason: "stop", completionTokens: deltas.length });
    expect(finish?.type === "finish" && finish.promptTokens).toBeGreaterThanOrEqual(4);
  });

  it("keeps its pace", async () => {
    const started = performance.now();
    const { deltas } = await collect(asked("안녕하시오"), { firstDelayMs: 60, pieceDelayMs: 10 });
    // Timers may fire a millisecond early, never more.
    const shortest = 59 + (deltas.length - 1) * (10 * 0.7 - 1);
    expect(performance.now() - started).toBeGreaterThanOrEqual(shortest);
  });

  it("stops after maxTokens pieces and says so", async () => {
    const { deltas, text, finish } = await collect(asked("안녕하시오", { maxTokens: 3 }));
    expect(deltas).toHaveLength(3);
    expect((await collect(asked("안녕하시오"))).text.startsWith(text)).toBe(true);
    expect(finish).toMatchObject({ reason: "length", completionTokens: 3 });
  });

  it.each([
    ["before the first piece", 0],
    ["between two pieces", 2],
  ])("stops at once when aborted %s", async (_when, after) => {
    const controller = new AbortController();
    const slow = engine(after === 0 ? { firstDelayMs: 3_600_000 } : {});
    const seen: LanguagePart[] = [];
    if (after === 0) queueMicrotask(() => controller.abort());
    await expect(async () => {
      for await (const part of slow.streamText(asked("안녕하시오"), context(controller.signal))) {
        seen.push(part);
        if (seen.length === after) controller.abort();
      }
    }).rejects.toMatchObject({ name: "UpstreamError", kind: "aborted", retryable: false });
    expect(seen).toHaveLength(after);
  });

  it("answers the same conversation the same way", async () => {
    expect((await collect(asked("여기는 어디요"))).text).toBe((await collect(asked("여기는 어디요"))).text);
  });

  it.each([
    ["ko", "Tell me about the magic.", /[a-z]/u, /\p{sc=Hangul}/u],
    ["en", "도술을 보여 주시오", /\p{sc=Hangul}/u, /[A-Za-z]/u],
    ["ko", "はじめまして、よろしくお願いします", /\p{sc=Hiragana}/u, /\p{sc=Hangul}/u],
    ["ja", "你好，你是谁？", /[我你是]/u, /\p{sc=Hiragana}/u],
    ["ko", "OK", /\p{sc=Hangul}/u, /[A-Za-z]/u],
    ["ja", "忍術", /\p{sc=Hiragana}/u, /\p{sc=Hangul}/u],
  ] as const)("in a %s play answers %j in the right language", async (language, line, has, hasNot) => {
    const { text } = await collect(asked(line, cast("hong-gildong", "홍길동", language)));
    expect(text).toMatch(has);
    // An echo may hold the user's own words.
    expect(text.replace(/[“「][^”」]*[”」]/gu, "")).not.toMatch(hasNot);
  });

  it.each([
    ["ko", "이름이 뭐예요?", "미라"],
    ["en", "What is your name?", "Mara"],
    ["ja", "お名前は？", "ミラ"],
    ["zh", "你叫什么名字？", "米拉"],
  ] as const)("plays a character it does not know under its name in %s", async (language, line, name) => {
    for (const id of [null, "0f2d…a-custom-one"]) {
      const { text } = await collect(asked(line, cast(id, name, language)));
      expect(text).toContain(name);
      expect(text).not.toMatch(/[{}|]/u);
    }
  });
});
