import { afterAll, expect, it } from "vitest";
import { POST } from "@/app/api/ai/generate/character-details/route";
import { DRAFT_FIELDS } from "@/lib/contract/character";
import { startOllama } from "../../engines/ollama";
import { GUEST, servicesStage } from "./services-fixture";

const LISTS = ["alternate_greetings", "likes", "dislikes", "tags"];
const asked: string[] = [];
let answers: ((fields: string[]) => unknown)[] = [];
/** As a model in its JSON mode: every field it was asked for. */
const drafted = (fields: string[]) =>
  Object.fromEntries(
    fields.map((field) => [field, LISTS.includes(field) ? [`${field} 하나`, ""] : ` ${field} 초안 `]),
  );

const ollama = await startOllama({
  speed: 200,
  reply: (messages) => {
    const prompt = messages.map(({ content }) => content).join("\n");
    asked.push(prompt);
    const wanted = prompt.slice(prompt.indexOf("Write these fields"));
    const fields = DRAFT_FIELDS.filter((field) => wanted.includes(`\n${field}: `));
    return JSON.stringify((answers.shift() ?? drafted)(fields));
  },
});
afterAll(() => ollama.close());
const stage = servicesStage(async () => ({ OLLAMA_BASE_URL: ollama.url, TTS_SERVICE: "embedded" }));
const ask = (json: object) => stage.ask(POST, GUEST, { method: "POST", json });

it("drafts every field from a name, and says nothing to the engine but what the form holds", async () => {
  const answer = await ask({
    name: "연이",
    source_work: "달의 무녀",
    persona: "비밀 설정",
    voice_id: "my-voice",
  });
  expect(answer.status).toBe(200);
  expect(Object.keys(answer.data).toSorted()).toEqual([...DRAFT_FIELDS].toSorted());
  expect(answer.data).toMatchObject({ description: "description 초안", likes: ["likes 하나"] });
  const told = asked.at(-1) ?? "";
  expect(told).toContain("name: 연이");
  expect(told).toContain("source_work: 달의 무녀");
  expect(told).not.toMatch(/비밀 설정|my-voice|a-guest/);
});

it("drafts the fields that are asked for; too long a text is cut to what the form takes", async () => {
  answers = [() => ({ job: "무녀 ".repeat(200) })];
  const answer = await ask({ name: "연이", fields: ["job"] });
  expect(Object.keys(answer.data)).toEqual(["job"]);
  expect(String(answer.data.job).length).toBeLessThanOrEqual(200);
});

it("an answer that does not fit is asked for once more, then told as no use", async () => {
  answers = [() => ({ jobs: 1 }), drafted];
  expect((await ask({ name: "연이", fields: ["job"] })).data).toEqual({ job: "job 초안" });
  answers = [() => ({}), () => ({})];
  const failed = await ask({ name: "연이", fields: ["job"] });
  expect(failed.status).toBe(502);
  expect(failed.error.message).toContain("no usable draft");
});

it("refuses what is no form", async () => {
  for (const json of [{}, { name: " " }, { name: "연이", fields: [] }, { name: "연이", fields: ["persona"] }])
    expect((await ask(json)).status).toBe(400);
});

it("with no engine it says so and how to go on", async () => {
  await stage.restart({ LLM_SERVICE: "demo" });
  const answer = await ask({ name: "연이" });
  expect(answer.status).toBe(503);
  expect(answer.error.message).toContain("Fill in the fields yourself");
});
