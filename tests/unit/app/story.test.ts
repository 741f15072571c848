import { afterAll, expect, it } from "vitest";
import { POST } from "@/app/api/story/generate/route";
import { startOllama } from "../../engines/ollama";
import { GUEST, servicesStage } from "./services-fixture";

const SCENE = { summary: "비가 재를 덮은 밤, 두 사람은 한 처마 아래에 선다.", background: "늦가을, 산채" };
const asked: string[] = [];
let answers: unknown[] = [];

const ollama = await startOllama({
  speed: 200,
  reply: (messages) => {
    asked.push(messages.map(({ content }) => content).join("\n"));
    return JSON.stringify(answers.shift() ?? SCENE);
  },
});
afterAll(() => ollama.close());
const stage = servicesStage(async () => ({ OLLAMA_BASE_URL: ollama.url, TTS_SERVICE: "embedded" }));
const ask = (json: object) => stage.ask(POST, GUEST, { method: "POST", json });

it("a situation becomes a scene, for the character who plays in it", async () => {
  const answer = await ask({ situation: "비, 처마, 빚", character_id: "hong-gildong" });
  expect(answer.status).toBe(200);
  expect(answer.data).toEqual(SCENE);
  expect(asked.at(-1)).toContain("비, 처마, 빚");
  expect(asked.at(-1)).toContain("Hong Gildong");
});

it("an empty draft is asked for once more, and then told as none", async () => {
  answers = [{ summary: " ", background: "산채" }];
  expect((await ask({ situation: "비" })).data).toEqual(SCENE);
  answers = [{ summary: "" }, { plot: 1 }];
  const failed = await ask({ situation: "비" });
  expect(failed.status).toBe(502);
  expect(failed.error.message).toContain("no usable scene");
});

it("refuses what is no situation, and a character there is not", async () => {
  for (const json of [{}, { situation: "  " }]) expect((await ask(json)).status).toBe(400);
  expect((await ask({ situation: "비", character_id: "nobody" })).status).toBe(404);
});

it("with no engine it says so", async () => {
  await stage.restart({ LLM_SERVICE: "demo" });
  const answer = await ask({ situation: "비" });
  expect(answer.status).toBe(503);
  expect(answer.error.message).toContain("Write it yourself");
});
