import { pino } from "pino";
import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { toTurnError } from "@/lib/conversation/turn-error";
import type { LanguagePart, LanguageRequest } from "@/lib/llm/engine";
import { createOllama, type OllamaSettings } from "@/lib/llm/engines/ollama";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { engineFetch } from "@/lib/upstream/engine-fetch";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { type OllamaOptions, type OllamaSimulator, startOllama } from "../../../engines/ollama";

let server: OllamaSimulator;
afterEach(() => {
  vi.useRealTimers();
  return server.close();
});

const start = async (options: Partial<OllamaOptions> = {}) => {
  server = await startOllama({ speed: 50, reply: () => "어서 와, 기다렸어. 👋 반가워!", ...options });
};
const context = (signal = new AbortController().signal): EngineContext => ({
  signal,
  fetch: engineFetch,
  now: Date.now,
  logger: pino({ level: "silent" }),
});
const request: LanguageRequest = {
  model: "gemma3:12b",
  messages: [
    { role: "system", content: "너는 춘향이다." },
    { role: "user", content: "안녕?" },
  ],
  temperature: 0.7,
  maxTokens: 512,
  cast: { characterId: null, name: "춘향", language: "ko" },
};
const user = (content: string) => ({ role: "user" as const, content });
const system = (content: string) => ({ role: "system" as const, content });
const engine = (settings: Partial<OllamaSettings> = {}) => createOllama({ baseUrl: server.url, ...settings });

/** All parts until the end, and the error it ended with. */
async function collect(stream: AsyncIterable<LanguagePart>) {
  const parts: LanguagePart[] = [];
  let error: unknown = null;
  try {
    for await (const part of stream) parts.push(part);
  } catch (cause) {
    error = cause;
  }
  const text = parts.map((part) => (part.type === "text" ? part.delta : "")).join("");
  return { parts, text, error: error as UpstreamError | null };
}

describe("streamText", () => {
  it("yields the text as it comes and one finish with the engine's own counts", async () => {
    await start();
    const { parts, text } = await collect(engine().streamText(request, context()));
    expect(text).toBe("어서 와, 기다렸어. 👋 반가워!");
    const last = parts.pop();
    expect(parts.every((part) => part.type === "text")).toBe(true);
    expect(last).toMatchObject({ type: "finish", reason: "stop", completionTokens: parts.length });
    expect(last?.type === "finish" && last.promptTokens).toBeGreaterThan(0);
  });

  it("says explicitly what it wants, and num_ctx only when it is set", async () => {
    await start();
    await collect(engine().streamText(request, context()));
    expect(server.log.requests[0]?.body).toEqual({
      model: "gemma3:12b",
      messages: request.messages,
      stream: true,
      think: false,
      truncate: false,
      keep_alive: "10m",
      options: { temperature: 0.7, num_predict: 512 },
    });
    await collect(engine({ contextLength: 8192 }).streamText(request, context()));
    await collect(engine({ contextLength: 8192 }).streamText({ ...request, temperature: 1 }, context()));
    expect(server.log.requests[1]?.body.options).toMatchObject({ num_ctx: 8192 });
    expect(server.log.loads).toBe(2);
    expect(server.log.requests.every((entry) => entry.finished && !entry.aborted)).toBe(true);
  });

  it("loads a model before it is asked anything, as it is asked afterwards", async () => {
    await start();
    await engine({ contextLength: 8192 }).warmUp?.("gemma3:12b", context());
    expect(server.log.loads).toBe(1);
    expect(server.log.requests).toEqual([]);
    await collect(engine({ contextLength: 8192 }).streamText(request, context()));
    expect(server.log.loads).toBe(1);
    const unknown = engine().warmUp?.("gone", context());
    await expect(unknown).rejects.toMatchObject({ kind: "rejected", status: 404 });
  });

  it("tells an answer that was cut short", async () => {
    await start();
    const { parts } = await collect(engine().streamText({ ...request, maxTokens: 2 }, context()));
    expect(parts.at(-1)).toMatchObject({ type: "finish", reason: "length" });
  });

  it("takes a whole JSON answer where a stream was asked for", async () => {
    await start();
    await server.behave("plainJson");
    const { parts, text } = await collect(engine().streamText(request, context()));
    expect(text).toBe("어서 와, 기다렸어. 👋 반가워!");
    expect(parts.at(-1)?.type).toBe("finish");
  });

  it("never yields reasoning, told apart or written into the text", async () => {
    await start({ reply: () => "<think>\n속으로 생각한다.\n</think>\n\n어서 와." });
    const thinking = { ...request, model: "qwen3:8b" };
    expect((await collect(engine().streamText(thinking, context()))).text).toBe("어서 와.");
    server.options.reply = () => "<thi라고 쓰지 마.";
    expect((await collect(engine().streamText(request, context()))).text).toBe("<thi라고 쓰지 마.");
    server.options.reply = () => "<th";
    expect((await collect(engine().streamText(request, context()))).text).toBe("<th");
    server.options.reply = () => "<think>끝나지 않는 생각";
    expect((await collect(engine().streamText(request, context()))).text).toBe("");
  });

  it("never yields what a model thinks although it was told not to", async () => {
    await start();
    await server.behave("thinksAnyway");
    const { text } = await collect(engine().streamText({ ...request, model: "qwen3:8b" }, context()));
    expect(text).toBe("어서 와, 기다렸어. 👋 반가워!");
    expect(server.log.requests[0]?.thinkingTokens).toBeGreaterThan(3);
  });

  it("counts of zero are left out on the wire, and no reason to fail", async () => {
    await start();
    await server.behave("noCounts");
    const { parts } = await collect(engine().streamText(request, context()));
    expect(parts.at(-1)).toMatchObject({ type: "finish", promptTokens: 0, completionTokens: 0 });
  });

  it("an abort frees the engine's slot", async () => {
    await start();
    await server.behave("endless");
    const controller = new AbortController();
    const stream = engine().streamText(request, context(controller.signal))[Symbol.asyncIterator]();
    expect((await stream.next()).value).toMatchObject({ type: "text" });
    controller.abort();
    const outcome = await collect({ [Symbol.asyncIterator]: () => stream });
    expect(outcome.error).toBeInstanceOf(UpstreamError);
    expect(outcome.error?.kind).toBe("aborted");
    await server.whenIdle();
    expect(server.log.requests[0]?.aborted).toBe(true);
  });

  it("leaving the loop frees the engine's slot too", async () => {
    await start();
    await server.behave("endless");
    for await (const _ of engine().streamText(request, context())) break;
    await server.whenIdle();
    expect(server.log.requests[0]?.aborted).toBe(true);
  });

  it("an abort while waiting for the first word", async () => {
    await start();
    await server.behave("hang");
    const controller = new AbortController();
    const outcome = collect(engine().streamText(request, context(controller.signal)));
    await expect.poll(() => server.log.requests.length, { interval: 2 }).toBe(1);
    controller.abort();
    expect((await outcome).error?.kind).toBe("aborted");
    await server.whenIdle();
  });

  it.each([
    ["reset", "unreachable", undefined, undefined],
    ["forbidden", "rejected", 403, undefined],
    ["unauthorized", "rejected", 401, "unauthorized"],
    ["shiftOff", "rejected", 400, expect.stringContaining("shorten the prompt")],
    ["notFound", "rejected", 404, "model 'gemma3:12b' not found"],
    ["notFoundPull", "rejected", 404, 'model "gemma3:12b" not found, try pulling it first'],
    ["cloudLimit", "saturated", 429, "too many requests"],
    ["cloudDown", "unreachable", 502, "bad gateway"],
    ["canceled", "malformed", 499, "request canceled"],
    ["noModels", "rejected", 404, "model 'gemma3:12b' not found"],
    ["serverError", "rejected", 500, expect.stringContaining("unexpectedly stopped")],
    ["busy", "saturated", 503, expect.stringContaining("server busy, please try again.")],
    ["garbage", "malformed", undefined, undefined],
  ] as const)("%s before the first word is %s", async (fault, kind, status, engineMessage) => {
    await start();
    await server.behave(fault);
    const { parts, error } = await collect(engine().streamText(request, context()));
    expect(parts).toEqual([]);
    expect(error).toBeInstanceOf(UpstreamError);
    expect(error).toMatchObject({ kind, status, engineMessage });
  });

  it.each([
    ["forbidden", "reason_ollama_host_refused"],
    ["unauthorized", "ollama_signed_out"],
    ["notFound", "model_gone"],
    ["notFoundPull", "model_gone"],
    ["serverError", "engine_said"],
    ["busy", "language_engine_busy"],
    ["cloudLimit", "language_engine_busy"],
    ["cloudDown", "language_engine_offline"],
    ["canceled", "ENGINE_ERROR"],
    ["reset", "language_engine_offline"],
  ] as const)("%s is told to people as %s", async (fault, key) => {
    await start();
    await server.behave(fault);
    const { error } = await collect(engine().streamText(request, context()));
    expect(toTurnError(error).key).toBe(key);
  });

  it("refuses to chat with a model that cannot", async () => {
    await start();
    const model = "nomic-embed-text:latest";
    const { error } = await collect(engine().streamText({ ...request, model }, context()));
    expect(error).toMatchObject({
      kind: "rejected",
      status: 400,
      engineMessage: `"${model}" does not support chat`,
    });
  });

  it.each([
    ["midStreamError", "rejected"],
    ["endWithoutDone", "malformed"],
    ["dieMidStream", "malformed"],
    ["garbageLines", "malformed"],
  ] as const)("%s in the middle is %s, what was said before is kept", async (fault, kind) => {
    await start();
    await server.behave(fault, { afterTokens: 3 });
    const { text, error } = await collect(engine().streamText(request, context()));
    expect(text).toBe(server.log.requests[0]?.tokens.map((token) => token.text).join(""));
    expect(text).not.toBe("");
    expect(error).toMatchObject({ kind });
  });

  it.each([
    ["one line alone", [user("바람이 차오 ".repeat(3000))]],
    [
      "many lines",
      [system("너는 춘향이다."), ...Array.from({ length: 60 }, () => user("바람이 차오 ".repeat(50)))],
    ],
  ])("a prompt that is too long is refused, not cut in silence: %s", async (_, messages) => {
    await start();
    const { parts, error } = await collect(engine().streamText({ ...request, messages }, context()));
    expect(parts).toEqual([]);
    expect(error).toMatchObject({ kind: "rejected", status: 400, isContextOverflow: true });
    expect(error?.engineMessage).toMatch(/^request \(\d+ tokens\) exceeds the available context size/);
    expect(server.log.requests[0]?.droppedMessages).toBe(0);
  });

  it.each(["shiftOff", "overflowLine"] as const)("%s is a prompt that is too long as well", async (fault) => {
    await start();
    await server.behave(fault, { afterTokens: 0 });
    const { error } = await collect(engine().streamText(request, context()));
    expect(error).toMatchObject({ kind: "rejected", isContextOverflow: true, retryable: false });
  });

  it("waits for its turn as long as another answer has the only slot", async () => {
    await start();
    await server.behave("endless", { next: 1 });
    const first = new AbortController();
    const endless = collect(engine().streamText(request, context(first.signal)));
    await expect.poll(() => server.log.requests[0]?.tokens.length ?? 0, { interval: 2 }).toBeGreaterThan(0);
    const second = collect(engine().streamText(request, context()));
    await expect.poll(() => server.log.requests.length, { interval: 2 }).toBe(2);
    expect(server.log.requests[1]?.startedAt).toBeNull();
    first.abort();
    expect((await second).error).toBeNull();
    await endless;
  });

  it("gives up on an engine that never begins, after two minutes", async () => {
    await start();
    await server.behave("hang");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let isOver = false;
    const outcome = collect(engine().streamText(request, context())).finally(() => {
      isOver = true;
    });
    await vi.advanceTimersByTimeAsync(119_000);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await outcome).error).toMatchObject({ kind: "timeout", retryable: true });
    await server.whenIdle();
  });

  it("gives up on an engine that falls silent, after a minute", async () => {
    await start();
    await server.behave("stall", { afterTokens: 1 });
    const stream = engine().streamText(request, context())[Symbol.asyncIterator]();
    expect((await stream.next()).value).toMatchObject({ type: "text" });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const outcome = collect({ [Symbol.asyncIterator]: () => stream });
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await outcome).error).toMatchObject({ kind: "timeout" });
    await server.whenIdle();
    expect(server.log.requests[0]?.aborted).toBe(true);
  });

  it("waits for a slow one", async () => {
    await start();
    await server.behave("slow", { factor: 5, next: 1 });
    expect((await collect(engine().streamText(request, context()))).error).toBeNull();
  });

  it("nobody listens", async () => {
    await start();
    await server.behave("down");
    const { error } = await collect(engine().streamText(request, context()));
    expect(error).toMatchObject({ kind: "unreachable", retryable: true });
  });
});

describe("listModels", () => {
  const names = async (settings: Partial<OllamaSettings> = {}) =>
    (await engine(settings).listModels(context())).map((model) => model.name);

  it("names those that can chat; where the server does not tell, by their names", async () => {
    await start();
    expect(await names()).toEqual(["gemma3:12b", "qwen3:8b"]);
    server.options.tellsCapabilities = false;
    expect(await names()).toEqual(["gemma3:12b", "qwen3:8b"]);
  });

  it("puts the preferred one first; without a tag it is :latest", async () => {
    await start({
      models: ["a:7b", "qwen3:8b", "exaone:latest"].map((name) => ({
        name,
        capabilities: ["completion"],
        contextLength: 32_768,
      })),
    });
    expect(await names({ preferredModel: "exaone" })).toEqual(["exaone:latest", "a:7b", "qwen3:8b"]);
    expect(await names({ preferredModel: "qwen3:8b" })).toEqual(["qwen3:8b", "a:7b", "exaone:latest"]);
    expect(await names({ preferredModel: "missing" })).toEqual(["a:7b", "qwen3:8b", "exaone:latest"]);
  });

  it("puts models that run elsewhere last, unless one of them is set", async () => {
    await start({
      models: ["gpt-oss:120b-cloud", "qwen3-coder:480b-cloud", "a:7b"].map((name) => ({
        name,
        capabilities: ["completion"],
        contextLength: 32_768,
      })),
    });
    expect(await names()).toEqual(["a:7b", "gpt-oss:120b-cloud", "qwen3-coder:480b-cloud"]);
    const preferredModel = "qwen3-coder:480b-cloud";
    expect((await names({ preferredModel }))[0]).toBe(preferredModel);
  });

  it("knows a context length only where it is set or a model is loaded with it", async () => {
    await start();
    expect(await engine().listModels(context())).toContainEqual({ name: "gemma3:12b" });
    await collect(engine().streamText(request, context()));
    expect(await engine().listModels(context())).toContainEqual({ name: "gemma3:12b", contextLength: 4096 });
    const [first] = await engine({ contextLength: 8192 }).listModels(context());
    expect(first).toEqual({ name: "gemma3:12b", contextLength: 8192 });
  });

  it("fails as the engine fails", async () => {
    await start();
    await server.behave("garbage");
    await expect(names()).rejects.toMatchObject({ kind: "malformed" });
    await server.behave("down");
    await expect(names()).rejects.toMatchObject({ kind: "unreachable" });
  });
});

describe("checkHealth", () => {
  const health = () => engine().checkHealth(context());

  it("tells up, up without a model, another service, down", async () => {
    await start();
    expect(await health()).toEqual({ state: "up" });
    await server.behave("noModels");
    expect(await health()).toEqual({ state: "up", reason: "no_models" });
    await server.behave("garbage");
    expect(await health()).toEqual({ state: "up", reason: "unknown_service" });
    await server.behave("forbidden");
    expect(await health()).toEqual({ state: "up", reason: "ollama_host_refused" });
    await server.behave("down");
    expect(await health()).toEqual({ state: "down", reason: "refused" });
    await server.behave("well");
    expect(await health()).toEqual({ state: "up" });
  });

  it("connects but silent is busy", async () => {
    await start();
    await server.behave("hang");
    expect(await health()).toEqual({ state: "busy", reason: "busy" });
  });

  it("answers while a chat occupies the only slot", async () => {
    await start();
    await server.behave("endless");
    const controller = new AbortController();
    const stream = collect(engine().streamText(request, context(controller.signal)));
    await expect.poll(() => server.log.requests[0]?.tokens.length ?? 0, { interval: 2 }).toBeGreaterThan(0);
    expect(await health()).toEqual({ state: "up" });
    controller.abort();
    await stream;
  });
});

describe("generateObject", () => {
  it("asks in Ollama's own format, and without thinking", async () => {
    await start({ reply: () => '{"name":"춘향","age":16}' });
    const schema = z.object({ name: z.string().max(9), age: z.number().int() });
    expect(await engine().generateObject({ ...request, schema }, context())).toEqual({
      name: "춘향",
      age: 16,
    });
    expect(server.log.requests[0]?.body).toMatchObject({
      think: false,
      format: {
        type: "object",
        properties: { name: { type: "string" }, age: { type: "integer" } },
        required: ["name", "age"],
      },
    });
  });

  it("an answer cut off at its limit goes back once", async () => {
    await start({ reply: () => '{"name":"춘향"}' });
    const schema = z.object({ name: z.string() });
    const attempt = engine().generateObject({ ...request, maxTokens: 2, schema }, context());
    await expect(attempt).rejects.toMatchObject({ kind: "malformed" });
    expect(server.log.requests).toHaveLength(2);
  });
});
