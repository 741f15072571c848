import { pino } from "pino";
import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { toTurnError } from "@/lib/conversation/turn-error";
import type { LanguageEngine, LanguageRequest, PromptLine } from "@/lib/llm/engine";
import { createOpenAiCompatible, type OpenAiCompatibleSettings } from "@/lib/llm/engines/openai-compatible";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { collect, engineContext } from "../../../conformance/language-engine";
import { startVllm, type VllmOptions, type VllmSimulator } from "../../../engines/vllm";

const REPLY = "어서 와, 기다렸어. 👋 반가워!";
const KEY = "sk-very-secret-key";

let server: VllmSimulator;
afterEach(() => {
  vi.useRealTimers();
  return server.close();
});
const start = async (options: Partial<VllmOptions> = {}) => {
  server = await startVllm({ speed: 100, reply: () => REPLY, ...options });
};
const engine = (settings: Partial<OpenAiCompatibleSettings> = {}): LanguageEngine =>
  createOpenAiCompatible({ baseUrl: server.url, ...settings });

const system = (content: string): PromptLine => ({ role: "system", content });
const user = (content: string): PromptLine => ({ role: "user", content });
const character = (content: string): PromptLine => ({ role: "assistant", content });
const request = (changes: Partial<LanguageRequest> = {}): LanguageRequest => ({
  model: server.options.models[0] ?? "",
  messages: [system("너는 춘향이다."), user("안녕?")],
  temperature: 0.7,
  maxTokens: 512,
  cast: { characterId: null, name: "춘향", language: "ko" },
  ...changes,
});
const speak = (changes: Partial<LanguageRequest> = {}, on = engine()) =>
  collect(on.streamText(request(changes), engineContext()));
const lastBody = () => server.log.requests.at(-1)?.body ?? {};
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: unknown) => error,
  );

describe("its address", () => {
  it.each([
    ["", ""],
    ["", "/"],
    ["", "/v1"],
    ["", "/v1/"],
    ["/vllm", ""],
    ["/vllm", "/v1"],
    ["/gpu/two", "/"],
  ])("prefix %j, written with %j behind it", async (prefix, ending) => {
    await start({ prefix });
    const on = engine({ baseUrl: `${server.url}${ending}` });
    expect(await on.checkHealth(engineContext())).toEqual({ state: "up" });
    expect(await on.listModels(engineContext())).toHaveLength(1);
    expect((await speak({}, on)).text).toBe(REPLY);
    expect(await on.countTokens?.(request().model, request().messages, engineContext())).toBeGreaterThan(0);
    expect(new Set(server.log.paths)).toEqual(
      new Set(["/health", "/v1/models", "/v1/chat/completions", "/tokenize"].map((path) => prefix + path)),
    );
  });
});

describe("streamText", () => {
  it("asks for what it needs and nothing else", async () => {
    await start();
    await speak();
    expect(lastBody()).toEqual({
      model: "Qwen/Qwen3-8B",
      messages: request().messages,
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.7,
      max_tokens: 512,
      chat_template_kwargs: { enable_thinking: false },
    });
    expect(server.authorizations.every((value) => value === null)).toBe(true);
  });

  it("takes the counts from the chunk without choices", async () => {
    await start();
    const { parts } = await speak();
    const last = parts.at(-1);
    expect(last).toMatchObject({ type: "finish", reason: "stop", completionTokens: parts.length - 1 });
    expect(last?.type === "finish" && last.promptTokens).toBeGreaterThan(0);
  });

  it("counts its own pieces where there is no usage", async () => {
    await start();
    await server.behave("noUsage");
    const { parts } = await speak();
    expect(parts.at(-1)).toMatchObject({ promptTokens: 0, completionTokens: parts.length - 1 });
  });

  it.each(["reasoning", "reasoning_content", "inline"] as const)("never speaks %s", async (reasoning) => {
    await start({ reasoning, thinking: "속으로 생각한다.", flavour: "lm-studio" });
    server.options.refusesTemplateOptions = true;
    const { text } = await speak();
    expect(server.log.requests.at(-1)?.body.chat_template_kwargs).toBeUndefined();
    expect(text).toBe(REPLY);
  });

  it("ends at the end of the connection where the finish reason came, [DONE] or not", async () => {
    await start();
    await server.behave("noDone");
    const { text, error } = await speak();
    expect([text, error]).toEqual([REPLY, null]);
  });

  it("takes a whole JSON answer where a stream was asked for", async () => {
    await start();
    await server.behave("plainJson");
    const { parts, text } = await speak();
    expect([text, parts.at(-1)?.type]).toEqual([REPLY, "finish"]);
  });

  it.each([
    ["reset", "unreachable", undefined, undefined],
    ["serverError", "rejected", 500, expect.stringContaining("EngineCore")],
    ["validation", "rejected", 400, expect.stringContaining("Field required")],
    ["loading", "saturated", 503, "Loading model"],
    ["busy", "saturated", 503, "Server is busy; please try again later."],
    ["rateLimited", "saturated", 429, "Rate limit exceeded"],
    ["noProvider", "saturated", 503, "No instances available"],
    ["noCredit", "rejected", 402, "Insufficient credits"],
    ["moderated", "rejected", 403, expect.stringContaining("your input was flagged")],
    ["notImplemented", "rejected", 501, expect.stringContaining("does not support chat")],
    ["garbage", "malformed", undefined, undefined],
  ] as const)("%s before the first word is %s", async (fault, kind, status, engineMessage) => {
    await start();
    await server.behave(fault);
    const { parts, error } = await speak();
    expect(parts).toEqual([]);
    expect(error).toMatchObject({ kind, status, engineMessage, isContextOverflow: false });
  });

  it.each([
    ["loading", "language_engine_busy"],
    ["busy", "language_engine_busy"],
    ["rateLimited", "language_engine_busy"],
    ["noProvider", "language_engine_busy"],
    ["noCredit", "engine_no_credit"],
    ["moderated", "answer_blocked"],
    ["echoesKey", "reason_engine_key_refused"],
    ["notImplemented", "engine_said"],
    ["serverError", "engine_said"],
    ["reset", "language_engine_offline"],
  ] as const)("%s is told to people as %s", async (fault, key) => {
    await start();
    await server.behave(fault);
    expect(toTurnError((await speak()).error).key).toBe(key);
  });

  it("a moderator's refusal is one of what was said, and keeps nothing of it", async () => {
    await start({ flavour: "openrouter" });
    await server.behave("moderated");
    const { error } = await speak();
    expect(error).toMatchObject({ isBlocked: true, retryable: false });
    expect(error?.engineMessage).not.toContain("what the person said");
  });

  it("says when to ask a full server again, and how an unknown model is refused", async () => {
    await start();
    await server.behave("rateLimited", { next: 1 });
    expect((await speak()).error?.retryAfterMs).toBe(7000);
    expect((await speak({ model: "none" })).error).toMatchObject({
      kind: "rejected",
      status: 404,
      engineMessage: "The model `none` does not exist.",
      remedy: { key: "model_gone", params: { model: "none" } },
    });
  });

  it.each([
    ["midStreamError", "rejected", 500, expect.stringContaining("EngineCore")],
    ["providerError", "unreachable", 502, "Provider returned error: upstream fell over"],
    ["endWithoutDone", "malformed", undefined, undefined],
    ["dieMidStream", "malformed", undefined, undefined],
    ["garbageLines", "malformed", undefined, undefined],
  ] as const)("%s in the middle is %s; what was said before is kept", async (fault, kind, status, words) => {
    await start();
    await server.behave(fault, { afterTokens: 3 });
    const { text, error } = await speak();
    expect(text).toBe(server.log.requests[0]?.tokens.map((token) => token.text).join(""));
    expect(text).not.toBe("");
    expect(error).toMatchObject({ kind, status, engineMessage: words });
  });

  it("gives up on a server that never begins, and on one that falls silent", async () => {
    await start();
    await server.behave("hang", { next: 1 });
    await server.behave("stall", { afterTokens: 1, matching: "멈춰" });
    const silent = engine()
      .streamText(request({ messages: [user("멈춰")] }), engineContext())
      [Symbol.asyncIterator]();
    expect((await silent.next()).value).toMatchObject({ type: "text" });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const rest = collect({ [Symbol.asyncIterator]: () => silent });
    const never = speak();
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await rest).error).toMatchObject({ kind: "timeout" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await never).error).toMatchObject({ kind: "timeout", retryable: true });
  });

  it("nobody listens", async () => {
    await start();
    await server.behave("down");
    expect((await speak()).error).toMatchObject({ kind: "unreachable" });
  });
});

describe("a prompt that is too long", () => {
  const long = () => request({ messages: [user("바람이 차오 ".repeat(3000))] }).messages;

  it.each([
    ["vllm", "2026"],
    ["vllm", "params"],
    ["vllm", "characters"],
    ["llama.cpp", "2026"],
    ["llama.cpp", "older"],
    ["llama.cpp", "500"],
    ["openrouter", "2026"],
  ] as const)("%s says so in its words (%s)", async (flavour, overflowWords) => {
    await start({ flavour, overflowWords });
    const { error } = await speak({ messages: long() });
    const status = overflowWords === "500" ? 500 : 400;
    expect(error).toMatchObject({ kind: "rejected", status, isContextOverflow: true });
  });

  it.each(["overflowInStream", "overflowLine"] as const)(
    "may be said inside the stream: %s",
    async (fault) => {
      await start();
      await server.behave(fault);
      expect((await speak()).error).toMatchObject({ isContextOverflow: true });
    },
  );

  it("counts prompt and answer together", async () => {
    await start({ contextLength: 600 });
    expect((await speak({ maxTokens: 512 })).error).toBeNull();
    expect((await speak({ maxTokens: 590 })).error).toMatchObject({ isContextOverflow: true });
  });

  it("is counted whole by /tokenize, whatever the context", async () => {
    await start({ contextLength: 600 });
    const count = await engine().countTokens?.(request().model, long(), engineContext());
    expect(count).toBeGreaterThan(6000);
  });
});

describe("what a chat template takes", () => {
  const play = [
    system("규칙"),
    system("인물"),
    character("어서 오시오."),
    user("안녕"),
    user("거기 있소?"),
    character("있소."),
    system("비가 온다"),
    user("이런"),
    system("(연출: 화를 낸다)"),
  ];

  it("one system line, first; later ones are the user's; one line for each turn", async () => {
    await start();
    await speak({ messages: play });
    expect(lastBody().messages).toEqual([
      system("규칙\n\n인물"),
      character("어서 오시오."),
      user("안녕\n\n거기 있소?"),
      character("있소."),
      user("비가 온다\n\n이런\n\n(연출: 화를 낸다)"),
    ]);
  });

  it.each(["vllm", "llama.cpp"] as const)(
    "%s: one that alternates is met once, then at once",
    async (flavour) => {
      await start({ template: "alternating", flavour });
      const on = engine();
      expect((await speak({ messages: play }, on)).text).toBe(REPLY);
      expect((lastBody().messages as PromptLine[]).slice(0, 3)).toEqual([
        system("규칙\n\n인물"),
        user("…"),
        character("어서 오시오."),
      ]);
      expect(server.log.requests).toHaveLength(2);
      await speak({ messages: play }, on);
      expect(server.log.requests).toHaveLength(3);
    },
  );

  it("one without a system line hears it from the user", async () => {
    await start({ template: "no-system" });
    expect((await speak({ messages: play })).error).toBeNull();
    expect((lastBody().messages as PromptLine[]).slice(0, 2)).toEqual([
      user("규칙\n\n인물"),
      character("어서 오시오."),
    ]);
  });

  it("a line that is to go on is left open", async () => {
    await start();
    expect((await speak({ messages: [user("안녕"), character("어서")] })).error).toBeNull();
    expect(lastBody()).toMatchObject({ continue_final_message: true, add_generation_prompt: false });
  });

  it("tokens are counted of what is sent", async () => {
    await start({ template: "alternating" });
    const on = engine();
    const count = () => on.countTokens?.(request().model, play, engineContext());
    expect(await count()).toBe(await count());
    expect(server.log.paths.filter((path) => path === "/tokenize")).toHaveLength(3);
  });

  it("does without options for the template where they are refused", async () => {
    await start({ refusesTemplateOptions: true });
    expect((await speak()).text).toBe(REPLY);
    expect(lastBody()).not.toHaveProperty("chat_template_kwargs");
  });
});

describe("generateObject", () => {
  const draft = (on = engine()) =>
    on.generateObject({ ...request(), schema: z.object({ name: z.string().max(9) }) }, engineContext());

  it("asks in response_format, never by what a server would ignore", async () => {
    await start({ reply: () => '{"name":"춘향"}' });
    expect(await draft()).toEqual({ name: "춘향" });
    expect(lastBody().response_format).toEqual({
      type: "json_schema",
      json_schema: {
        name: "answer",
        schema: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
      },
    });
    expect(Object.keys(lastBody()).filter((key) => key.startsWith("guided"))).toEqual([]);
  });

  it("does without it where the server has no JSON mode: the form is told in words too", async () => {
    await start({ reply: () => 'Here: ```json\n{"name":"춘향"}\n```', refusesForm: true });
    expect(await draft()).toEqual({ name: "춘향" });
    expect(lastBody()).not.toHaveProperty("response_format");
    expect(JSON.stringify(lastBody().messages)).toContain("JSON schema");
  });
});

describe("listModels", () => {
  const KOBOLD_MODEL = "koboldcpp/gemma-3-12b";
  const asked = () => server.log.paths.filter((path) => /^\/(props|api)/.test(path));

  it.each([
    ["vllm", {}, []],
    ["openrouter", {}, []],
    ["llama.cpp", {}, ["/api/v0/models", "/api/v1/models", "/props"]],
    ["lm-studio", {}, ["/api/v0/models"]],
    ["lm-studio", { nativeList: "v1" }, ["/api/v0/models", "/api/v1/models"]],
    ["koboldcpp", { models: [KOBOLD_MODEL] }, ["/api/extra/true_max_context_length"]],
  ] as const)("tells the context it is served with: %s %j", async (flavour, options, pages) => {
    await start({
      contextLength: 8192,
      flavour,
      ...options,
      models: [...("models" in options ? options.models : ["a/b-7B"])],
    });
    const on = engine();
    expect(await on.listModels(engineContext())).toMatchObject([{ contextLength: 8192 }]);
    expect(await on.listModels(engineContext())).toMatchObject([{ contextLength: 8192 }]);
    await speak({}, on);
    // Found out once, never in a turn.
    expect(asked()).toEqual(pages);
    const [model] = await engine({ contextLength: 2048 }).listModels(engineContext());
    expect(model?.contextLength).toBe(2048);
    expect(asked()).toEqual(pages);
  });

  it("of a server that tells it nowhere is not asked for again, unless another one is there", async () => {
    await start({ contextLength: 8192, flavour: "koboldcpp" });
    const on = engine();
    const later = { ...engineContext(), now: () => Date.now() + 61_000 };
    for (const context of [engineContext(), later])
      expect(await on.listModels(context)).toEqual([{ name: "Qwen/Qwen3-8B" }]);
    expect(asked()).toHaveLength(3);
    await server.behave("down");
    await on.checkHealth(engineContext());
    await server.behave("well");
    server.options.flavour = "llama.cpp";
    expect(await on.listModels(engineContext())).toMatchObject([{ contextLength: 8192 }]);
    server.options.models = [KOBOLD_MODEL];
    server.options.flavour = "koboldcpp";
    expect(await on.listModels(engineContext())).toMatchObject([{ contextLength: 8192 }]);
  });

  it("LM Studio has one from the moment its model is loaded, and never the one it was trained for", async () => {
    await start({ contextLength: 8192, flavour: "lm-studio", isLoaded: false });
    const on = engine();
    expect(await on.listModels(engineContext())).toEqual([{ name: "Qwen/Qwen3-8B" }]);
    await speak({}, on);
    const later = { ...engineContext(), now: () => Date.now() + 61_000 };
    expect(await on.listModels(later)).toMatchObject([{ contextLength: 8192 }]);
    expect(asked()).toEqual(["/api/v0/models", "/api/v0/models"]);
  });

  it("puts the preferred one first and leaves out what cannot chat", async () => {
    await start({
      models: ["a/b-7B", "text-embedding-nomic-embed-text-v1.5", "c/d-9B"],
      flavour: "lm-studio",
    });
    const names = async (preferredModel: string) =>
      (await engine({ preferredModel }).listModels(engineContext())).map(({ name }) => name);
    expect(await names("c/d-9B")).toEqual(["c/d-9B", "a/b-7B"]);
    expect(await names("missing")).toEqual(["a/b-7B", "c/d-9B"]);
  });

  it("reads a hosted service's long list once a minute, and anew when it was gone", async () => {
    await start({
      flavour: "openrouter",
      models: Array.from({ length: 60 }, (_, at) => `maker/model-${at}`),
    });
    const on = engine();
    const reads = () => server.log.paths.filter((path) => path === "/v1/models").length;
    for (let look = 0; look < 3; look += 1) {
      expect(await on.checkHealth(engineContext())).toEqual({ state: "up" });
      expect(await on.listModels(engineContext())).toHaveLength(60);
    }
    expect(reads()).toBe(1);
    const later = { ...engineContext(), now: () => Date.now() + 61_000 };
    await on.listModels(later);
    expect(reads()).toBe(2);
    await server.behave("down");
    expect(await on.checkHealth(engineContext())).toEqual({ state: "down", reason: "refused" });
    await expect(on.listModels(engineContext())).rejects.toMatchObject({ kind: "unreachable" });
  });

  it("fails as the server fails", async () => {
    await start();
    await server.behave("garbage");
    expect(await failure(engine().listModels(engineContext()))).toMatchObject({ kind: "malformed" });
  });
});

describe("checkHealth", () => {
  const health = (settings: Partial<OpenAiCompatibleSettings> = {}) =>
    engine(settings).checkHealth(engineContext());

  it.each([
    ["well", { state: "up" }],
    ["noHealth", { state: "up" }],
    ["badGateway", { state: "up" }],
    ["dead", { state: "up" }],
    ["noModels", { state: "up", reason: "no_models_served" }],
    ["loading", { state: "busy", reason: "busy" }],
    ["garbage", { state: "up", reason: "unknown_service" }],
    ["hang", { state: "busy", reason: "busy" }],
    ["reset", { state: "down", reason: "refused" }],
    ["down", { state: "down", reason: "refused" }],
  ] as const)("%s", async (fault, expected) => {
    await start();
    await server.behave(fault);
    expect(await health()).toEqual(expected);
  });

  it.each(["llama.cpp", "lm-studio", "koboldcpp", "openrouter"] as const)("%s is up", async (flavour) => {
    await start({ flavour });
    expect(await health()).toEqual({ state: "up" });
  });

  it("tells a refused key", async () => {
    await start({ apiKey: KEY });
    expect(await health({ apiKey: "another" })).toEqual({ state: "up", reason: "engine_key_refused" });
    expect(await health()).toEqual({ state: "up", reason: "engine_key_refused" });
    expect(await health({ apiKey: KEY })).toEqual({ state: "up" });
    // Its page is open to everybody, its models are not.
    server.options.flavour = "llama.cpp";
    expect(await health()).toEqual({ state: "up", reason: "engine_key_refused" });
  });
});

describe("the key", () => {
  it("goes with every call below /v1", async () => {
    await start({ apiKey: KEY });
    expect((await speak({}, engine({ apiKey: KEY }))).text).toBe(REPLY);
    expect(server.authorizations).toEqual([`Bearer ${KEY}`]);
    expect((await speak()).error).toMatchObject({ status: 401, engineMessage: "Unauthorized" });
  });

  it("is in no error and no log, also where the server repeats it", async () => {
    await start({ apiKey: KEY });
    const logged: string[] = [];
    const logger = pino({ level: "trace" }, { write: (entry: string) => logged.push(entry) });
    for (const fault of ["echoesKey", "serverError", "dieMidStream", "garbage", "down"] as const) {
      await server.behave(fault);
      const on = engine({ apiKey: KEY });
      const { error } = await collect(on.streamText(request(), { ...engineContext(), logger }));
      expect(error).toBeInstanceOf(UpstreamError);
      logger.warn({ err: error }, "turn broke off");
      if (fault === "echoesKey") expect(error?.engineMessage).toBe("Incorrect API key provided: ….");
    }
    expect(logged.length).toBeGreaterThan(4);
    expect(logged.join("")).not.toContain(KEY);
  });
});

describe("KoboldCpp", () => {
  it("is told to stop: a closed connection is not enough", async () => {
    await start({ flavour: "koboldcpp", models: ["koboldcpp/gemma-3-12b"] });
    await server.behave("endless");
    for await (const _ of engine().streamText(request(), engineContext())) break;
    await server.whenIdle();
    expect(server.stopped).toEqual([lastBody().genkey]);
    expect(server.stopped[0]).toMatch(/^KCPP\d+$/);
    await server.behave("well");
    expect((await speak()).text).toBe(REPLY);
    expect(server.stopped).toHaveLength(1);
  });
});
