import { afterAll, expect, it } from "vitest";
import { POST } from "@/app/api/sessions/[id]/hints/route";
import { POST as openSession } from "@/app/api/sessions/route";
import { startOllama } from "../../engines/ollama";
import { ADMIN, GUEST, servicesStage } from "./services-fixture";

const LINES = ["활을 가르쳐 주시오.", "재 너머에는 무엇이 있소?", "*문을 닫는다* 누가 오고 있소."];
const asked: { role: string; content: string }[][] = [];
let answers: unknown[] = [];

const ollama = await startOllama({
  speed: 200,
  reply: (messages) => {
    asked.push(messages);
    return JSON.stringify(answers.shift() ?? { hints: LINES });
  },
});
afterAll(() => ollama.close());
const stage = servicesStage(async () => ({ OLLAMA_BASE_URL: ollama.url, TTS_SERVICE: "embedded" }));

async function play(): Promise<string> {
  const json = { character_id: "hong-gildong", scenario: { situation: "비 오는 산채" }, language: "ko" };
  return String((await stage.ask(openSession, GUEST, { method: "POST", json })).data.id);
}
const ask = (id: string, actor = GUEST) => stage.ask(POST, actor, { method: "POST", params: { id } });

it("three replies by the play's model, from what the play tells", async () => {
  const answer = await ask(await play());
  expect(answer.status).toBe(200);
  expect(answer.data).toEqual({ hints: LINES });
  const told = asked.at(-1) ?? [];
  expect(told[0]?.content).toContain("비 오는 산채");
  expect(told.at(-1)).toMatchObject({ role: "user" });
  expect(told.at(-1)?.content).toContain("대사 세 개");
});

it("numbers and quotes around a line are no part of it; the same line twice is asked for anew", async () => {
  const id = await play();
  answers = [{ hints: ["1. “하나요.”", "- 둘이오.", " 셋이오. "] }];
  expect((await ask(id)).data).toEqual({ hints: ["하나요.", "둘이오.", "셋이오."] });
  answers = [{ hints: ["같소.", "같소.", "같소."] }];
  expect((await ask(id)).data).toEqual({ hints: LINES });
  answers = [{ hints: [] }, { lines: 3 }];
  const failed = await ask(id);
  expect(failed.status).toBe(502);
  expect(failed.error.message).toContain("Write your own line");
});

it("another's play is not there", async () => {
  expect((await ask(await play(), ADMIN)).status).toBe(404);
});

it("the demo cast says that it has none", async () => {
  const before = asked.length;
  await stage.restart({ LLM_SERVICE: "demo" });
  const answer = await ask(await play());
  expect(answer.status).toBe(503);
  expect(answer.error.message).toContain("demo cast");
  expect(asked).toHaveLength(before);
});
