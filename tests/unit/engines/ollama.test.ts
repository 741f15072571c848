import { afterEach, describe, expect, it } from "vitest";
import {
  type OllamaOptions,
  type OllamaSimulator,
  ROLE_PLAY_REPLIES,
  startOllama,
  tokenize,
} from "../../engines/ollama";

let engine: OllamaSimulator;
afterEach(() => engine?.close());

const start = async (options: Partial<OllamaOptions> = {}) => {
  engine = await startOllama({ speed: 20, reply: () => "어서 와, 기다렸어.", ...options });
};
const get = (path: string) => fetch(`${engine.url}${path}`);
const post = (body: unknown, signal?: AbortSignal) =>
  fetch(`${engine.url}/api/chat`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
const ask = (extra: object = {}) => ({
  model: "gemma3:12b",
  messages: [{ role: "user", content: "안녕?" }],
  ...extra,
});
const lines = async (response: Response) =>
  (await response.text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("tokenize", () => {
  it.each(Object.values(ROLE_PLAY_REPLIES).flat())("loses nothing of %s", (text) => {
    const tokens = tokenize(text);
    expect(tokens.join("")).toBe(text);
    expect(tokens.every((token) => !token.includes("\ufffd") && [...token.trim()].length <= 8)).toBe(true);
  });

  it("puts the space before a word with it and keeps most punctuation apart", () => {
    expect(tokenize("Come now, in!")).toEqual(["Come", " now", ",", " in", "!"]);
    expect(tokenize("3.5 👋🏽")).toEqual(["3", ".", "5", expect.any(String), expect.any(String)]);
    const korean = tokenize(ROLE_PLAY_REPLIES.ko[0] ?? "").filter((token) =>
      /\p{Script=Hangul}/u.test(token),
    );
    expect(korean.every((token) => token.replace(/[ ,.]/g, "").length <= 2)).toBe(true);
  });

  it("gives ten Korean answers of six sentences", () => {
    expect(ROLE_PLAY_REPLIES.ko).toHaveLength(10);
    for (const reply of ROLE_PLAY_REPLIES.ko) expect(reply.match(/[.?!]+/g)).toHaveLength(6);
  });
});

describe("what it has", () => {
  it("introduces itself", async () => {
    await start();
    expect(await (await get("/")).text()).toBe("Ollama is running");
    expect(await (await get("/api/version")).json()).toEqual({ version: "0.33.0" });
    expect((await get("/nothing")).status).toBe(404);
    expect((await get("/api/chat")).status).toBe(405);
  });

  it("lists models, tells what they can, and which one is loaded", async () => {
    await start();
    const { models } = await (await get("/api/tags")).json();
    expect(models[0]).toMatchObject({ name: "gemma3:12b", capabilities: ["completion", "vision"] });
    expect(await (await get("/api/ps")).json()).toEqual({ models: [] });
    await (await post(ask())).text();
    const running = await (await get("/api/ps")).json();
    expect(running.models[0]).toMatchObject({ name: "gemma3:12b", context_length: 4096 });
    const show = (model: string) =>
      fetch(`${engine.url}/api/show`, { method: "POST", body: JSON.stringify({ model }) });
    expect((await (await show("qwen3:8b")).json()).model_info["qwen.context_length"]).toBe(40_960);
    expect(await (await show("none")).json()).toEqual({ error: "model 'none' not found" });
  });

  it("an older one tells no capabilities", async () => {
    await start({ tellsCapabilities: false });
    expect((await (await get("/api/tags")).json()).models[0].capabilities).toBeUndefined();
  });
});

describe("chat", () => {
  it("streams the answer line by line and counts at the end", async () => {
    await start();
    const response = await post(ask());
    expect(response.headers.get("content-type")).toBe("application/x-ndjson");
    const all = await lines(response);
    const last = all.pop();
    expect(all.map((line) => line.message.content).join("")).toBe("어서 와, 기다렸어.");
    expect(all.every((line) => line.done === false)).toBe(true);
    expect(last).toMatchObject({
      done: true,
      done_reason: "stop",
      message: { content: "" },
      eval_count: all.length,
    });
    expect(last.prompt_eval_count).toBeGreaterThan(0);
  });

  it("keeps its pace and writes down when each token left", async () => {
    await start({ speed: 2 });
    await (await post(ask())).text();
    const [request] = engine.log.requests;
    const times = request?.tokens.map((token) => token.at - (request.startedAt ?? 0)) ?? [];
    times.forEach((time, index) => {
      expect(time).toBeGreaterThanOrEqual((250 + index * 25) / 2);
    });
    expect(request).toMatchObject({ finished: true, aborted: false, status: 200 });
  });

  it("answers in one object when no stream is wanted", async () => {
    await start();
    const response = await post(ask({ stream: false }));
    expect(response.headers.get("content-type")).toContain("application/json");
    expect(await response.json()).toMatchObject({ message: { content: "어서 와, 기다렸어." }, done: true });
  });

  it("stops at num_predict", async () => {
    await start();
    const all = await lines(await post(ask({ options: { num_predict: 3 } })));
    expect(all).toHaveLength(4);
    expect(all[3].done_reason).toBe("length");
  });

  it("thinks first, unless it is told not to or cannot", async () => {
    await start();
    const thinking = await lines(await post(ask({ model: "qwen3:8b" })));
    expect(thinking[0].message).toMatchObject({ content: "", thinking: expect.any(String) });
    const plain = await lines(await post(ask({ model: "qwen3:8b", think: false })));
    expect(plain.some((line) => line.message.thinking)).toBe(false);
    const refused = await post(ask({ think: true }));
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { error: '"gemma3:12b" does not support thinking' },
    ]);
    expect((await post(ask({ think: false }))).status).toBe(200);
  });

  it.each([
    ["", 400, "missing request body"],
    ["{}", 400, "model is required"],
    [ask({ model: "none" }), 404, "model 'none' not found"],
    [ask({ model: "nomic-embed-text" }), 400, '"nomic-embed-text" does not support chat'],
  ])("refuses %j", async (body, status, error) => {
    await start();
    const response = await post(body);
    expect([response.status, await response.json()]).toEqual([status, { error }]);
  });

  it("loads with no messages, unloads with no time to live, loads again for another num_ctx", async () => {
    await start();
    expect(await (await post(ask({ messages: [] }))).json()).toMatchObject({
      done: true,
      done_reason: "load",
    });
    await (await post(ask())).text();
    expect(engine.log.loads).toBe(1);
    await (await post(ask({ options: { num_ctx: 8192 } }))).text();
    expect(engine.log.loads).toBe(2);
    const unloaded = await (await post(ask({ messages: [], keep_alive: 0 }))).json();
    expect(unloaded.done_reason).toBe("unload");
  });

  it("drops the oldest lines that do not fit, never the system's, and tells nobody", async () => {
    await start({ contextLength: 40 });
    const line = (role: string, content: string) => ({ role, content });
    const old = line("user", "아주 오래전에 나눈 긴 이야기입니다 그래서 잊힙니다 정말로 그렇습니다");
    const messages = [line("system", "너는 춘향"), old, line("assistant", "그래요"), line("user", "안녕?")];
    expect((await post(ask({ messages }))).status).toBe(200);
    await engine.whenIdle();
    expect(engine.log.requests[0]?.messages.map((message) => message.role)).toEqual([
      "system",
      "assistant",
      "user",
    ]);
    expect(engine.log.requests[0]?.droppedMessages).toBe(1);
  });

  it("has one slot: the second waits, an abort frees it", async () => {
    await start();
    await engine.behave("endless", { next: 1 });
    const controller = new AbortController();
    const first = await post(ask(), controller.signal);
    await first.body?.getReader().read();
    const second = post(ask());
    await expect.poll(() => engine.log.requests.length, { interval: 2 }).toBe(2);
    expect(engine.log.requests[1]?.startedAt).toBeNull();
    controller.abort();
    expect(await lines(await second)).not.toHaveLength(0);
    expect(engine.log.requests[0]).toMatchObject({ aborted: true, finished: false });
    await engine.whenIdle();
  });

  it("forgets a waiting request whose client has gone", async () => {
    await start();
    await engine.behave("endless", { next: 1 });
    const first = new AbortController();
    await post(ask(), first.signal);
    const second = new AbortController();
    const waiting = post(ask(), second.signal);
    await expect.poll(() => engine.log.requests.length, { interval: 2 }).toBe(2);
    second.abort();
    await expect(waiting).rejects.toThrow();
    await expect.poll(() => engine.log.requests[1]?.aborted, { interval: 2 }).toBe(true);
    first.abort();
    await engine.whenIdle();
    expect(engine.log.requests[1]).toMatchObject({ startedAt: null, aborted: true });
    expect((await post(ask())).status).toBe(200);
  });

  it("role-plays in the language it is spoken to", async () => {
    engine = await startOllama({ speed: 100 });
    for (const [content, language] of [
      ["안녕", "ko"],
      ["Good evening", "en"],
      ["こんばんは", "ja"],
      ["晚上好", "zh"],
    ] as const) {
      const answer = await (await post(ask({ messages: [{ role: "user", content }], stream: false }))).json();
      expect(ROLE_PLAY_REPLIES[language]).toContain(answer.message.content);
    }
  });
});
