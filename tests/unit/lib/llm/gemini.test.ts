import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { toTurnError } from "@/lib/conversation/turn-error";
import type { LanguageRequest, PromptLine } from "@/lib/llm/engine";
import { createGemini, type GeminiSettings } from "@/lib/llm/engines/gemini";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { engineFetch } from "@/lib/upstream/engine-fetch";
import { collect } from "@/tests/conformance/language-engine";
import { type GeminiSimulator, startGemini } from "@/tests/engines/gemini";

const REPLY = "어서 와, 기다렸어. 오늘은 바람이 참 좋구나. 함께 걸을까?";
const MODEL = "gemini-3.8-flash";

let server: GeminiSimulator;
let logged: string[];
const unhandled: unknown[] = [];
const noteUnhandled = (reason: unknown) => unhandled.push(reason);

beforeEach(async () => {
  server = await startGemini({ speed: 100, reply: () => REPLY });
  logged = [];
  unhandled.length = 0;
  process.on("unhandledRejection", noteUnhandled);
});
afterEach(async () => {
  vi.useRealTimers();
  process.off("unhandledRejection", noteUnhandled);
  await server.close();
  expect(unhandled).toEqual([]);
  expect(logged.join("")).not.toContain(server.options.apiKey);
});

const context = (signal = new AbortController().signal): EngineContext => ({
  signal,
  fetch: engineFetch,
  now: Date.now,
  logger: pino({ level: "trace" }, { write: (entry: string) => logged.push(entry) }),
});
const engine = (settings: Partial<GeminiSettings> = {}) =>
  createGemini({
    baseUrl: server.url,
    apiKey: server.options.apiKey,
    safetyThreshold: "BLOCK_NONE",
    ...settings,
  });
const request = (changes: Partial<LanguageRequest> = {}): LanguageRequest => ({
  model: MODEL,
  messages: [
    { role: "system", content: "너는 춘향이다." },
    { role: "user", content: "안녕?" },
  ],
  temperature: 0.7,
  maxTokens: 512,
  cast: { characterId: null, name: "춘향", language: "ko" },
  ...changes,
});
const speak = (changes: Partial<LanguageRequest> = {}, settings: Partial<GeminiSettings> = {}) =>
  collect(engine(settings).streamText(request(changes), context()));
const body = () => server.log.requests.at(-1)?.body;

describe("what is sent", () => {
  it("is the instruction, the lines by side, room for thinking, and the four adjustable filters", async () => {
    await speak({}, { safetyThreshold: "OFF" });
    expect(body()).toEqual({
      systemInstruction: { role: "system", parts: [{ text: "너는 춘향이다." }] },
      contents: [{ role: "user", parts: [{ text: "안녕?" }] }],
      generationConfig: { temperature: 0.7, maxOutputTokens: 512 + 4096 },
      safetySettings: ["HATE_SPEECH", "SEXUALLY_EXPLICIT", "HARASSMENT", "DANGEROUS_CONTENT"].map((name) => ({
        category: `HARM_CATEGORY_${name}`,
        threshold: "OFF",
      })),
    });
  });

  it("has the key in the header alone, at the address alone", async () => {
    await engine().listModels(context());
    await speak();
    expect(server.log.requests.at(-1)?.key).toBe(server.options.apiKey);
    expect(server.log.paths.join()).not.toContain(server.options.apiKey);
  });

  it.each<[string, PromptLine[], string[]]>([
    [
      "a greeting first",
      [
        { role: "assistant", content: "왔소?" },
        { role: "user", content: "예." },
      ],
      ["user:…", "model:왔소?", "user:예."],
    ],
    [
      "the character's line last",
      [
        { role: "user", content: "예." },
        { role: "assistant", content: "그러니" },
      ],
      ["user:예.", "model:그러니", "user:…"],
    ],
    [
      "a note behind the first",
      [
        { role: "user", content: "예." },
        { role: "assistant", content: "음." },
        { role: "system", content: "비가 온다." },
      ],
      ["user:예.", "model:음.", "user:비가 온다."],
    ],
    [
      "empty lines and one side twice",
      [
        { role: "user", content: "하나" },
        { role: "assistant", content: " " },
        { role: "user", content: "둘" },
      ],
      ["user:하나\n\n둘"],
    ],
    ["no line at all", [], ["user:…"]],
  ])("takes %s", async (_, lines, sent) => {
    const { error } = await speak({ messages: [{ role: "system", content: "규칙" }, ...lines] });
    expect(error).toBeNull();
    const contents = body()?.contents?.map(
      ({ role, parts }) => `${role}:${parts.map(({ text }) => text).join("")}`,
    );
    expect(contents).toEqual(sent);
  });

  it("tolerates an address with its version, and slashes", async () => {
    expect((await speak({}, { baseUrl: `${server.url}/v1beta/` })).text).toBe(REPLY);
  });
});

describe("what is said", () => {
  it("has no thoughts in it", async () => {
    await server.behave("thoughts");
    const { text, error } = await speak();
    expect(error).toBeNull();
    expect(text).toBe(REPLY);
  });

  it("is as long as asked for although thinking counts as its answer", async () => {
    expect((await speak({ maxTokens: 30 })).text).toBe(REPLY);
    const { text, parts } = await speak({ maxTokens: 4 });
    expect(REPLY.startsWith(text)).toBe(true);
    expect(text.length).toBeLessThan(REPLY.length);
    expect(parts.at(-1)).toMatchObject({ type: "finish", reason: "length" });
  });

  it.each([
    ["SAFETY"],
    ["RECITATION"],
    ["LANGUAGE"],
    ["BLOCKLIST"],
    ["PROHIBITED_CONTENT"],
    ["SPII"],
    ["IMAGE_SAFETY"],
  ])("held back midway by %s is a refusal, with what was said before it", async (reason) => {
    await server.behave("safety", { reason, afterTokens: 4 });
    const { text, error } = await speak();
    expect(text.length).toBeGreaterThan(0);
    expect(REPLY.startsWith(text)).toBe(true);
    expect(error).toMatchObject({
      kind: "rejected",
      isBlocked: true,
      retryable: false,
      engineMessage: reason,
    });
  });

  it.each([["MALFORMED_FUNCTION_CALL"], ["OTHER"], ["A_REASON_OF_TOMORROW"]])(
    "ended by %s is no answer",
    async (reason) => {
      await server.behave("safety", { reason });
      expect((await speak()).error).toMatchObject({ kind: "malformed", isBlocked: false });
    },
  );

  it.each([
    ["SAFETY"],
    ["OTHER"],
    ["BLOCKLIST"],
    ["PROHIBITED_CONTENT"],
    ["IMAGE_SAFETY"],
    ["MODEL_ARMOR"],
    ["JAILBREAK"],
  ])("nothing, because the prompt is held back: %s", async (reason) => {
    await server.behave("blockedPrompt", { reason });
    const { parts, error } = await speak();
    expect(parts).toEqual([]);
    expect(error).toMatchObject({ kind: "rejected", isBlocked: true, engineMessage: reason });
  });

  it("nothing, and the reason says why: never an empty answer", async () => {
    await server.behave("blockedEmpty");
    expect((await speak()).error).toMatchObject({ kind: "rejected", isBlocked: true });
    await server.behave("empty");
    expect((await speak()).error).toMatchObject({ kind: "malformed", retryable: true });
    await server.behave("well");
    server.options.models = server.options.models.map((model) => ({ ...model, thinkingTokens: 9000 }));
    expect((await speak()).error).toMatchObject({ kind: "malformed" });
  });
});

describe("what goes wrong", () => {
  it("a quota waits as long as it says, at most a minute; a daily one does not wait", async () => {
    await server.behave("quota");
    const { error } = await speak();
    expect(error).toMatchObject({ kind: "saturated", status: 429, retryAfterMs: 26_000 });
    await server.behave("dailyQuota");
    const daily = (await speak()).error;
    expect(daily).toMatchObject({ kind: "rejected", retryable: false, retryAfterMs: undefined });
    expect(daily?.engineMessage).toMatch(/^You exceeded your current quota/);
    expect(daily?.engineMessage).not.toMatch(/Error fetching|QuotaFailure/);
  });

  it.each([
    ["overloaded", "saturated", 503],
    ["serverError", "malformed", 500],
    ["deadline", "timeout", 504],
    ["location", "rejected", 400],
    ["htmlError", "unreachable", 502],
    ["badKey", "rejected", 400],
  ] as const)("%s is %s", async (fault, kind, status) => {
    await server.behave(fault);
    expect((await speak()).error).toMatchObject({ kind, status });
  });

  it.each([
    ["quota", "language_engine_busy"],
    ["dailyQuota", "engine_said"],
    ["overloaded", "language_engine_busy"],
    ["serverError", "ENGINE_ERROR"],
    ["deadline", "ENGINE_TIMEOUT"],
    ["htmlError", "language_engine_offline"],
    ["badKey", "reason_gemini_refused"],
    ["suspended", "reason_gemini_refused"],
    ["reset", "language_engine_offline"],
    ["blockedPrompt", "answer_blocked"],
    ["blockedEmpty", "answer_blocked"],
  ] as const)("%s is told to people as %s", async (fault, key) => {
    await server.behave(fault);
    expect(toTurnError((await speak()).error).key).toBe(key);
  });

  it.each([
    ["cut", "malformed"],
    ["endsEarly", "malformed"],
    ["brokenJson", "malformed"],
    ["errorInStream", "saturated"],
  ] as const)("%s in the middle keeps what was said and is %s", async (fault, kind) => {
    await server.behave(fault, { afterTokens: 6 });
    const { text, error } = await speak();
    expect(REPLY.startsWith(text) && text.length > 0).toBe(true);
    expect(error).toMatchObject({ kind });
  });

  it.each([["garbage"], ["plainJson"]] as const)("%s instead of events is malformed", async (fault) => {
    await server.behave(fault);
    expect((await speak()).error).toMatchObject({ kind: "malformed" });
  });

  it("nobody there, or nobody any more", async () => {
    await server.behave("reset");
    expect((await speak()).error).toMatchObject({ kind: "unreachable" });
    await server.behave("down");
    expect((await speak()).error).toMatchObject({ kind: "unreachable" });
  });

  it("a prompt that is too long says so", async () => {
    await server.behave("overflow");
    expect((await speak()).error).toMatchObject({ kind: "rejected", isContextOverflow: true });
  });

  it("a refusal that names the key is told without it", async () => {
    await server.behave("suspended");
    const { error } = await speak();
    expect(error?.engineMessage).toContain("suspended");
    expect(JSON.stringify({ ...error, cause: String(error?.cause) })).not.toContain(server.options.apiKey);
  });

  it.each([["hang"], ["stall"]] as const)("%s is a timeout, never taken for a stop", async (fault) => {
    await server.behave(fault);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const outcome = speak();
    await vi.waitFor(() => expect(server.log.requests).toHaveLength(1));
    while (vi.getTimerCount() > 0) await vi.advanceTimersByTimeAsync(1000);
    expect((await outcome).error).toMatchObject({ kind: "timeout" });
    vi.useRealTimers();
    await server.whenIdle();
    expect(server.log.requests[0]?.aborted).toBe(true);
  });

  it("a call stopped before it began asks nothing", async () => {
    const stopped = AbortSignal.abort();
    expect((await collect(engine().streamText(request(), context(stopped)))).error?.kind).toBe("aborted");
    expect(server.log.requests).toHaveLength(0);
  });
});

describe("models", () => {
  const names = async (settings: Partial<GeminiSettings> = {}) =>
    (await engine(settings).listModels(context())).map(({ name }) => name);

  it("are those that talk, over all pages, a settled flash model first", async () => {
    expect(await names()).toEqual([
      "gemini-3.8-flash",
      "gemini-3.5-flash",
      "gemini-3.8-flash-lite",
      "gemini-2.5-flash-lite",
      "gemini-3.8-pro-preview",
    ]);
    expect((await names({ preferredModel: "models/gemini-3.5-flash" }))[0]).toBe("gemini-3.5-flash");
  });

  it("tell what they read, or what they may", async () => {
    expect((await engine().listModels(context()))[0]?.contextLength).toBe(1_048_576);
    const [capped] = await engine({ contextLength: 32_768 }).listModels(context());
    expect(capped?.contextLength).toBe(32_768);
  });

  it("a wished one that is gone: another answers, said once in the log and always in the state", async () => {
    const gemini = engine({ preferredModel: "gemini-1.5-flash" });
    expect((await gemini.listModels(context()))[0]?.name).toBe(MODEL);
    expect(await gemini.checkHealth(context())).toEqual({
      state: "up",
      notice: { key: "notice_MODEL_REPLACED", params: { asked: "gemini-1.5-flash", model: MODEL } },
    });
    expect(logged.filter((line) => line.includes("gemini-1.5-flash"))).toHaveLength(1);
  });

  it("one that went since it was listed is replaced before a word is said", async () => {
    const { text, error } = await speak({ model: "gemini-2.0-flash" });
    expect(error).toBeNull();
    expect(text).toBe(REPLY);
    expect(server.log.requests.map(({ model }) => model)).toEqual(["gemini-2.0-flash", MODEL]);
    expect(logged.join("")).toContain("gemini-2.0-flash");
    server.options.models = [];
    expect((await speak({ model: "gemini-2.0-flash" })).error).toMatchObject({
      kind: "rejected",
      status: 404,
      remedy: { key: "model_gone", params: { model: "gemini-2.0-flash" } },
    });
  });

  it("are asked for once a minute, and anew after a failure", async () => {
    const gemini = engine();
    await gemini.listModels(context());
    const asked = server.log.paths.length;
    await gemini.checkHealth(context());
    await gemini.listModels(context());
    expect(server.log.paths).toHaveLength(asked);
    await server.behave("overloaded", { next: 1 });
    await collect(gemini.streamText(request(), context()));
    await gemini.listModels(context());
    expect(server.log.paths.length).toBe(asked * 2 + 1);
  });
});

describe("health", () => {
  it.each([
    ["badKey", { state: "down", reason: "gemini_refused" }],
    ["suspended", { state: "down", reason: "gemini_refused" }],
    ["garbage", { state: "down", reason: "unknown_service" }],
    ["htmlError", { state: "down", reason: "gemini_unreachable" }],
    ["reset", { state: "down", reason: "gemini_unreachable" }],
    ["down", { state: "down", reason: "gemini_unreachable" }],
  ] as const)("%s", async (fault, health) => {
    await server.behave(fault);
    expect(await engine().checkHealth(context())).toEqual(health);
  });

  it("a wrong key is refused, and not shown again at once", async () => {
    const gemini = engine({ apiKey: "AIza-wrong" });
    expect(await gemini.checkHealth(context())).toEqual({ state: "down", reason: "gemini_refused" });
    await gemini.checkHealth(context());
    expect(server.log.paths).toHaveLength(1);
  });

  it("an address that points elsewhere is not followed with the key, neither for the list nor for an answer", async () => {
    const elsewhere = await startGemini();
    await server.behave("redirect", { to: `${elsewhere.url}/v1beta/models` });
    expect(await engine().checkHealth(context())).toEqual({ state: "down", reason: "unknown_service" });
    const { error } = await collect(engine().streamText(request(), context()));
    expect(error).toMatchObject({ kind: "malformed", status: 302 });
    expect(elsewhere.log.paths).toEqual([]);
    await elsewhere.close();
  });
});

describe("data in a given form", () => {
  const draft = (schema: z.ZodType, reply: object) => {
    server.options.reply = () => JSON.stringify(reply);
    return engine().generateObject({ ...request(), schema }, context());
  };

  it("is asked for in Gemini's own schema, without what it has no word for", async () => {
    const schema = z.strictObject({
      name: z.string().min(1).max(20).describe("What people call it"),
      kind: z.literal("person"),
      age: z.number().int().min(0).max(150).nullable(),
      likes: z
        .array(z.object({ what: z.string() }))
        .min(1)
        .max(5),
      temper: z.enum(["calm", "wild"]).optional(),
      home: z.union([z.string(), z.object({ city: z.string() })]),
    });
    const right = { name: "홍길동", kind: "person", age: null, likes: [{ what: "달" }], home: "숲" };
    expect(await draft(schema, right)).toEqual(right);
    expect(body()?.generationConfig).toMatchObject({
      responseMimeType: "application/json",
      responseSchema: {
        type: "object",
        required: ["name", "kind", "age", "likes", "home"],
        propertyOrdering: ["name", "kind", "age", "likes", "temper", "home"],
        properties: {
          name: { type: "string", description: "What people call it" },
          kind: { type: "string", enum: ["person"] },
          age: { type: "integer", nullable: true },
          likes: { type: "array", minItems: 1, maxItems: 5, items: { type: "object" } },
          temper: { type: "string", enum: ["calm", "wild"] },
          home: { anyOf: [{ type: "string" }, { type: "object" }] },
        },
      },
    });
  });

  it("of names nobody knows beforehand is told in words", async () => {
    const right = { scores: { immersion: 80 } };
    expect(await draft(z.object({ scores: z.record(z.string(), z.number()) }), right)).toEqual(right);
    expect(body()?.generationConfig).toMatchObject({ responseMimeType: "application/json" });
    expect(body()?.generationConfig).not.toHaveProperty("responseSchema");
    expect(JSON.stringify(body()?.systemInstruction)).toContain("JSON schema");
  });
});
