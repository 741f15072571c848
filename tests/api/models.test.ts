import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readWireEvents } from "@/lib/contract/event-stream";
import { type EngineModels, MODEL_PULL_EVENTS, type ModelPull, modelPull } from "@/lib/contract/models";
import { startGemini } from "../engines/gemini";
import { type OllamaSimulator, startOllama } from "../engines/ollama";
import { TestClient } from "../support/client";
import { startServer, type TestServer } from "../support/server";
import { type ChatData, type Failure, type HealthData, until } from "../support/stage";

const MODEL = "gemma3:1b";
const MODELS = "/api/admin/models";
const PULL = `${MODELS}/pull`;

let ollama: OllamaSimulator;
let server: TestServer;
let admin: TestClient;

beforeAll(async () => {
  ollama = await startOllama({ models: [], speed: 10 });
  server = await startServer({ env: { OLLAMA_BASE_URL: ollama.url } });
  admin = new TestClient(server.url, { browser: true });
  const token = server.ownerLink?.split("#")[1] ?? "";
  expect((await admin.post("/api/auth/owner", { token })).status).toBe(200);
});
afterAll(async () => {
  await server.close();
  await ollama.close();
});
beforeEach(() => {
  ollama.options.models = [];
  ollama.pulls.disk.clear();
  ollama.pulls.log.length = 0;
  ollama.pulls.fault = null;
  ollama.pulls.bytesPerSecond = 5e7;
});

const models = async () => (await admin.get(MODELS)).json<{ data: EngineModels }>().data;
const person = () => new TestClient(server.url, { browser: true });

/** Every event of a download until its end. */
async function follow(method: "GET" | "POST", json?: object) {
  const answer = await admin.open(method, PULL, { json });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers["content-type"]).toContain("text/event-stream");
  const events: { id: number; type: string; data: ModelPull }[] = [];
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      for await (const chunk of answer) controller.enqueue(chunk as Uint8Array);
      controller.close();
    },
  });
  for await (const event of readWireEvents(body))
    events.push({ ...event, data: modelPull.parse(event.data) });
  return events;
}

describe("models of the server's Ollama", () => {
  it("are an admin's: anyone else is refused before Ollama is asked", async () => {
    for (const other of [person(), new TestClient(server.url, { cookies: false })]) {
      expect((await other.get(MODELS)).status).toBeGreaterThanOrEqual(401);
      expect((await other.get(PULL)).status).toBeGreaterThanOrEqual(401);
      for (const path of [PULL, `${PULL}/cancel`]) {
        const answer = await other.post(path, { model: MODEL });
        expect([401, 403]).toContain(answer.status);
        expect(answer.json<Failure>().error.message).not.toBe("");
      }
      expect([401, 403]).toContain((await other.delete(`${MODELS}?model=${MODEL}`)).status);
    }
    expect(ollama.pulls.log).toEqual([]);
  });

  it("without one the health says so for people and programs, and one to take is recommended", async () => {
    await until(async () => {
      const { data } = (await admin.get("/api/health")).json<{
        data: { details: { llm: { kind: string; reason_code?: string; reason?: string }[] } };
      }>();
      const state = data.details.llm.find(({ kind }) => kind === "ollama");
      return state?.reason_code === "no_models" && Boolean(state.reason);
    });
    const { installed, recommended, free_memory, pull } = await models();
    expect({ installed, pull }).toEqual({ installed: [], pull: null });
    expect(free_memory).toBeGreaterThan(0);
    expect(recommended.filter(({ best }) => best)).toHaveLength(1);
    expect(recommended.every(({ size, installed }) => size > 0 && !installed)).toBe(true);
  });

  it("one is downloaded with its bytes and rate, answers at once, is listed and goes again", async () => {
    const events = await follow("POST", { model: MODEL });
    expect(events.map(({ id }) => id)).toEqual(events.map((_, at) => at + 1));
    expect(events.every(({ type }) => MODEL_PULL_EVENTS.some((known) => known === type))).toBe(true);
    expect(events.slice(0, -1).every(({ type }) => type === "progress")).toBe(true);
    expect(events.some(({ data }) => (data.rate ?? 0) > 1e6 && data.completed < data.total)).toBe(true);
    const last = events.at(-1);
    expect(last).toMatchObject({ type: "done", data: { model: MODEL, state: "done" } });
    expect(last?.data.completed).toBe(last?.data.total);

    const { data } = (await admin.get("/api/health")).json<{ data: HealthData }>();
    expect(data).toMatchObject({ llm: "healthy", details: { new_play: { llm: "engine" } } });
    const messages = [{ role: "user", content: "안녕?" }];
    const said = await person().post("/api/chat", {
      messages,
      persona: "너는 춘향이다.",
      tts_enabled: false,
    });
    expect(said.json<{ data: ChatData }>().data.model).toBe(MODEL);
    expect((await models()).installed).toMatchObject([{ name: MODEL, loaded: true, context_length: 4096 }]);

    expect((await admin.delete(`${MODELS}?model=${encodeURIComponent(MODEL)}`)).status).toBe(200);
    expect((await models()).installed).toEqual([]);
    const again = await admin.delete(`${MODELS}?model=${encodeURIComponent(MODEL)}`);
    expect(again.status).toBe(404);
    expect(again.json<Failure>().error.message).toContain(MODEL);
  });

  it("a download outlives its reader, is joined, refuses another one, and is cancelled on Ollama too", async () => {
    ollama.pulls.bytesPerSecond = 5e6;
    const first = await admin.open("POST", PULL, { json: { model: MODEL } });
    await new Promise((resolve) => first.once("data", resolve));
    first.destroy();
    await until(async () => ((await models()).pull?.completed ?? 0) > 0);
    expect((await models()).pull).toMatchObject({ model: MODEL, state: "running" });
    const joined = Promise.all([follow("POST", { model: MODEL }), follow("GET")]);
    const other = await admin.post(PULL, { model: "qwen3:8b" });
    expect(other.status).toBe(409);
    expect(other.json<Failure>().error.message).toContain(MODEL);
    await until(async () => ((await models()).pull?.rate ?? 0) > 0);

    const cancelled = await admin.post(`${PULL}/cancel`);
    expect(cancelled.json<{ data: ModelPull }>().data).toMatchObject({ state: "cancelled", rate: null });
    for (const events of await joined) expect(events.at(-1)).toMatchObject({ type: "cancelled" });
    await until(() => ollama.pulls.log[0]?.outcome === "aborted");
    expect(ollama.pulls.log).toHaveLength(1);
    expect((await admin.post(`${PULL}/cancel`)).status).toBe(404);
    expect((await models()).pull?.state).toBe("cancelled");
  });

  it("one that fails says why in the reader's language, without the engine's paths", async () => {
    ollama.pulls.fault = "noSpace";
    const events = await follow("POST", { model: MODEL });
    expect(events.at(-1)).toMatchObject({ type: "error", data: { state: "failed" } });
    expect(events.at(-1)?.data.message).toContain("no space left on device");
    expect(events.at(-1)?.data.message).not.toContain("/root");
    const english = await admin.get(MODELS, { headers: { "accept-language": "en" } });
    expect(english.json<{ data: EngineModels }>().data.pull?.message).toMatch(/^The engine refused: /);
  });

  it.each(["http://evil.example/x", "registry.example/me/model", "../x", "a b", "", "x".repeat(300)])(
    "a name that is none is refused: %j",
    async (model) => {
      expect((await admin.post(PULL, { model })).status).toBe(400);
      expect(ollama.pulls.log).toEqual([]);
    },
  );

  it("a page elsewhere cannot start one", async () => {
    const answer = await admin.post(PULL, { model: MODEL }, { headers: { origin: "https://evil.example" } });
    expect(answer.status).toBe(403);
  });

  it("while Ollama is off that is said", async () => {
    await ollama.behave("down");
    const answer = await admin.get(MODELS);
    expect(answer.status).toBe(503);
    expect(answer.json<Failure>().error.message).toContain("Ollama");
    expect((await follow("POST", { model: MODEL })).at(-1)?.type).toBe("error");
    await ollama.behave("well");
  });
});

describe("Gemini", () => {
  it("answers where it is asked for by name, never by itself; its key stays with the server", async () => {
    const gemini = await startGemini({ speed: 20, reply: () => "어서 오시오. 기다렸소." });
    const { apiKey } = gemini.options;
    const other = await startServer({
      env: {
        GOOGLE_API_KEY: apiKey,
        GOOGLE_API_BASE_URL: gemini.url,
        GOOGLE_API_MODEL: "gemini-1.5-flash",
        GOOGLE_SAFETY_THRESHOLD: "BLOCK_ONLY_HIGH",
      },
    });
    try {
      const client = new TestClient(other.url, { browser: true });
      const list = async () =>
        (await client.get("/api/chat/models")).json<{
          data: { models: { id: string; provider: string; default?: boolean }[] };
        }>().data.models;
      await until(async () => (await list()).some(({ provider }) => provider === "gemini"));
      expect((await list()).find((model) => model.default)?.provider).toBe("demo");
      const say = async (model?: string) => {
        const messages = [{ role: "user", content: "안녕?" }];
        const json = { messages, persona: "너는 춘향이다.", tts_enabled: false, ...(model ? { model } : {}) };
        return (await client.post("/api/chat", json)).json<{ data: ChatData }>().data;
      };
      expect((await say()).content).not.toContain("기다렸소");
      expect(gemini.log.requests).toHaveLength(0);
      expect(await say("gemini/gemini-3.8-flash")).toMatchObject({
        content: "어서 오시오. 기다렸소.",
        model: "gemini-3.8-flash",
      });
      const { safetySettings = [] } = gemini.log.requests.at(-1)?.body ?? {};
      expect(safetySettings).toHaveLength(4);
      expect(new Set(safetySettings.map(({ threshold }) => threshold))).toEqual(new Set(["BLOCK_ONLY_HIGH"]));
      const health = (await client.get("/api/health", { headers: { "accept-language": "en" } })).text;
      expect(health).toContain("There is no model “gemini-1.5-flash”; gemini-3.8-flash answered.");

      // Held back as a whole, the play goes on with a line of its own, and says so.
      await gemini.behave("blockedPrompt");
      expect(await say("gemini-3.8-flash")).toMatchObject({
        content: "음… 그 이야기는 여기까지 해요. 다른 이야기를 합시다.",
        notices: [{ code: "ANSWER_BLOCKED", message: expect.stringContaining("필터") }],
      });

      await gemini.behave("safety", { afterTokens: 3 });
      const messages = [{ role: "user", content: "안녕?" }];
      const json = { messages, persona: "너는 춘향이다.", tts_enabled: false, model: "gemini-3.8-flash" };
      const blocked = await client.post("/api/chat", json);
      expect(blocked.status).toBe(502);
      expect(blocked.json<Failure>().error.message).toContain("필터");
      expect(`${other.stdout}${other.stderr}${health}${blocked.text}`).not.toContain(apiKey);
    } finally {
      await other.close();
      await gemini.close();
    }
  });
});
