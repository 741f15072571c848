import { afterAll, expect, it } from "vitest";
import { POST as draftCharacter } from "@/app/api/ai/generate/character-details/route";
import { POST as say } from "@/app/api/chat/route";
import { POST as hints } from "@/app/api/sessions/[id]/hints/route";
import { POST as draftStory } from "@/app/api/story/generate/route";
import { messageTokens } from "../../engines/ollama/tokens";
import { startVllm } from "../../engines/vllm";
import { GUEST, servicesStage } from "./services-fixture";

const LINES = ["활을 가르쳐 주시오.", "재 너머에는 무엇이 있소?", "누가 오고 있소."];
const SCENE = { summary: "비가 재를 덮은 밤이다.", background: "산채" };
const LONG = "바람이 차오. 강을 건너야 하오. ".repeat(300);
let answer: unknown = null;

const vllm = await startVllm({
  speed: 200,
  contextLength: 3000,
  reply: () => (typeof answer === "string" ? answer : JSON.stringify(answer)),
});
afterAll(() => vllm.close());
/** The operator says that the model reads more than it does. */
const stage = servicesStage(async () => ({
  VLLM_BASE_URL: `${vllm.url}/v1`,
  LLM_CONTEXT_LENGTH: "4000",
  TTS_SERVICE: "embedded",
}));

/** What was asked of the model since, as characters. */
async function sizesOf(ask: () => Promise<{ status: number }>): Promise<number[]> {
  const before = vllm.log.requests.length;
  expect((await ask()).status).toBe(200);
  return vllm.log.requests.slice(before).map(({ body }) => JSON.stringify(body.messages).length);
}

it("a draft the model refuses as too long is asked for once more, in fewer words", async () => {
  answer = { description: "무녀" };
  const json = { name: "연이", personality: LONG, fields: ["description"] };
  const character = await sizesOf(() => stage.ask(draftCharacter, GUEST, { method: "POST", json }));
  expect(character).toHaveLength(2);
  expect(character[1]).toBeLessThan(character[0] ?? 0);
});

it("and so is a scene", async () => {
  answer = SCENE;
  vllm.options.contextLength = 1500;
  const json = { situation: "비, 처마, 빚", character_id: "hong-gildong" };
  const sizes = await sizesOf(() => stage.ask(draftStory, GUEST, { method: "POST", json }));
  expect(sizes).toHaveLength(2);
  expect(sizes[1]).toBeLessThan(sizes[0] ?? 0);
});

it("and so are hints, with less room for the answer", async () => {
  vllm.options.contextLength = 4000;
  answer = "그렇소.";
  const messages = [{ role: "user", content: LONG.slice(0, 200) }];
  const json = { messages, session_id: "long", persona: "의적", tts_enabled: false };
  expect((await stage.ask(say, GUEST, { method: "POST", json })).status).toBe(200);
  answer = { hints: LINES };
  const ask = () => stage.ask(hints, GUEST, { method: "POST", params: { id: "long" } });
  expect(await sizesOf(ask)).toHaveLength(1);
  const { messages: sent } = vllm.log.requests.at(-1) ?? { messages: [] };
  vllm.options.contextLength = sent.reduce((sum, message) => sum + messageTokens(message), 0) + 300;
  expect(await sizesOf(ask)).toHaveLength(2);
  expect(vllm.log.requests.slice(-2).map(({ status }) => status)).toEqual([400, 200]);
});
