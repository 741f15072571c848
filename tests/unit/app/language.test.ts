import { afterAll, describe, expect, it } from "vitest";
import { GET as models } from "@/app/api/chat/models/route";
import { POST as chat } from "@/app/api/chat/route";
import { GET as session } from "@/app/api/sessions/[id]/route";
import { USUAL_MODEL } from "@/lib/contract/chat";
import { LOCALES } from "@/lib/i18n/locales";
import { sentence } from "@/lib/i18n/sentences";
import { startGemini } from "../../engines/gemini";
import { startOllama } from "../../engines/ollama";
import { messageTokens } from "../../engines/ollama/tokens";
import { startVllm } from "../../engines/vllm";
import { GUEST, servicesStage } from "./services-fixture";

const ollama = await startOllama({ speed: 200 });
const vllm = await startVllm({ speed: 200, contextLength: 3000, template: "alternating" });
const flash = { methods: ["generateContent"], inputTokenLimit: 1_048_576, thinkingTokens: 0 };
const gemini = await startGemini({ speed: 200, models: [{ name: "gemini-3.8-flash", ...flash }] });
afterAll(() => Promise.all([ollama.close(), vllm.close(), gemini.close()]));
const stage = servicesStage(async () => ({
  OLLAMA_BASE_URL: ollama.url,
  VLLM_BASE_URL: `${vllm.url}/v1`,
  GOOGLE_API_BASE_URL: gemini.url,
  GOOGLE_API_KEY: gemini.options.apiKey,
  LLM_CONTEXT_LENGTH: "4096",
  TTS_SERVICE: "embedded",
  RATE_LIMIT_TURNS: "0",
}));

const say = (content: string, more: object = {}, locale = "en") =>
  stage.ask(chat, GUEST, {
    method: "POST",
    locale,
    json: { messages: [{ role: "user", content }], persona: "의적", tts_enabled: false, ...more },
  });

describe("models", () => {
  it("lists those of every engine that is up", async () => {
    await expect
      .poll(
        async () => ((await stage.ask(models, GUEST)).data.models as { id: string }[]).map(({ id }) => id),
        { timeout: 20_000 },
      )
      .toEqual(["gemma3:12b", "qwen3:8b", "Qwen/Qwen3-8B", "gemini-3.8-flash", "demo-cast"]);
  });

  it("one that is chosen stays the play's, and is told", async () => {
    const first = await say("안녕?", { session_id: "chosen", model: "vllm/Qwen/Qwen3-8B" });
    expect([first.status, first.data.model, first.data.notices]).toEqual([200, "Qwen/Qwen3-8B", []]);
    const second = await say("거기 있소?", { session_id: "chosen" });
    expect(second.data.model).toBe("Qwen/Qwen3-8B");
    expect(vllm.log.requests.length).toBeGreaterThanOrEqual(2);
    const told = await stage.ask(session, GUEST, { params: { id: "chosen" } });
    expect(told.data).toMatchObject({ engines: { llm: "engine" }, model: "vllm/Qwen/Qwen3-8B" });
  });

  it("the choice is taken back by asking for the usual one", async () => {
    const back = await say("그럼?", { session_id: "chosen", model: USUAL_MODEL });
    expect([back.data.model, back.data.notices]).toEqual(["gemma3:12b", []]);
    expect((await say("또?", { session_id: "chosen" })).data.model).toBe("gemma3:12b");
    expect((await stage.ask(session, GUEST, { params: { id: "chosen" } })).data.model).toBeNull();
  });

  it("one that nobody offers is answered by the default, and the play is not bound to it", async () => {
    const first = await say("안녕?", { session_id: "unbound", model: "gpt-5" });
    expect([first.data.model, first.data.notices]).toEqual([
      "gemma3:12b",
      [expect.objectContaining({ code: "MODEL_REPLACED" })],
    ]);
    expect((await say("그래서?", { session_id: "unbound" })).data.notices).toEqual([]);
    const told = await stage.ask(session, GUEST, { params: { id: "unbound" } });
    expect(told.data.model).toBeNull();
  });
});

it("a prompt the server refuses as too long is made shorter, once, and answered", async () => {
  vllm.log.clear();
  const line = "바람이 차오. 강을 건너야 하오. 저 숲은 해가 지면 길을 알 수 없소.";
  // It fits what LLM_CONTEXT_LENGTH promises, and not what the server has.
  const history = Array.from({ length: Math.floor(2750 / messageTokens({ content: line })) }, (_, at) => ({
    role: at % 2 === 0 ? "user" : "assistant",
    content: line,
  }));
  const messages = [...history, { role: "user", content: "이제 어디로 가오?" }];
  const answer = await say("", { messages, session_id: "long", model: "Qwen/Qwen3-8B" });
  expect([answer.status, typeof answer.data.content]).toEqual([200, "string"]);
  const plays = vllm.log.requests.filter(({ body }) => JSON.stringify(body).includes("이제 어디로 가오?"));
  expect(plays.map(({ status }) => status)).toEqual([400, 200]);
  const [refused, answered] = plays.map(({ body }) => JSON.stringify(body.messages).length);
  expect(answered).toBeLessThan((refused ?? 0) * 0.9);
});

describe("what an engine refuses with is told in the person's language, and the next line is answered", () => {
  const [GEMMA, QWEN, FLASH] = ["gemma3:12b", "Qwen/Qwen3-8B", "gemini-3.8-flash"];
  const STATUS_BY_CODE: Record<string, number> = {
    ENGINE_ERROR: 502,
    SERVICE_UNAVAILABLE: 503,
    ENGINE_TIMEOUT: 504,
  };
  const busy = ["SERVICE_UNAVAILABLE", "language_engine_busy"] as const;
  const refused = (key: string, params: Record<string, string> = {}) =>
    ["ENGINE_ERROR", key, params] as const;

  async function expectTold(model: string, [code, key, params]: readonly [string, string, object?]) {
    for (const locale of LOCALES) {
      const answer = await say("거기 있소?", { model }, locale);
      expect([locale, answer.error]).toMatchObject([
        locale,
        { code, message: sentence(locale, key, { ...params }) },
      ]);
      expect(answer.status).toBe(STATUS_BY_CODE[code]);
      expect(answer.response.headers.has("retry-after")).toBe(answer.status === 503);
    }
  }

  it.each([
    ["notFound", refused("model_gone", { model: GEMMA })],
    ["notFoundPull", refused("model_gone", { model: GEMMA })],
    ["unauthorized", refused("ollama_signed_out", { model: GEMMA })],
    ["forbidden", refused("reason_ollama_host_refused")],
    ["busy", busy],
    ["cloudLimit", busy],
    ["cloudDown", ["SERVICE_UNAVAILABLE", "language_engine_offline"]],
    ["canceled", refused("ENGINE_ERROR")],
    ["shiftOff", refused("model_context_full")],
  ] as const)("Ollama: %s", async (fault, told) => {
    await ollama.behave(fault, { matching: "거기 있소?" });
    await expectTold(`ollama/${GEMMA}`, told);
    await ollama.behave("well");
    expect((await say("거기 있소?", { model: `ollama/${GEMMA}` })).data.model).toBe(GEMMA);
  });

  it.each([
    ["rateLimited", busy],
    ["noProvider", busy],
    ["loading", busy],
    ["noCredit", refused("engine_no_credit")],
    ["overflowInStream", refused("model_context_full")],
    ["echoesKey", refused("reason_engine_key_refused")],
    ["notImplemented", refused("engine_said", { message: "This model does not support chat completions." })],
  ] as const)("what speaks like vLLM: %s", async (fault, told) => {
    await vllm.behave(fault, { matching: "거기 있소?" });
    await expectTold(`vllm/${QWEN}`, told);
    await vllm.behave("well");
    expect((await say("거기 있소?", { model: `vllm/${QWEN}` })).data.model).toBe(QWEN);
  });

  it.each([
    ["quota", busy],
    ["overloaded", busy],
    ["deadline", ["ENGINE_TIMEOUT", "ENGINE_TIMEOUT"]],
    ["serverError", refused("ENGINE_ERROR")],
    ["overflow", refused("model_context_full")],
  ] as const)("Gemini: %s", async (fault, told) => {
    await gemini.behave(fault, { matching: "거기 있소?" });
    await expectTold(`gemini/${FLASH}`, told);
    await gemini.behave("well");
    expect((await say("거기 있소?", { model: `gemini/${FLASH}` })).data.model).toBe(FLASH);
  });

  it("what a moderator flags is answered by a stand-in line, which says so", async () => {
    await vllm.behave("moderated", { matching: "거기 있소?" });
    const answer = await say("거기 있소?", { model: `vllm/${QWEN}` }, "ja");
    expect([answer.status, answer.data.notices]).toEqual([
      200,
      [{ code: "ANSWER_BLOCKED", message: sentence("ja", "notice_ANSWER_BLOCKED") }],
    ]);
    await vllm.behave("well");
  });
});
