import { afterAll, beforeAll, expect, it } from "vitest";
import type { PinView, PromptSettingsView, SentPromptView, SummaryView } from "@/lib/contract/memory";
import type { TestClient } from "../support/client";
import { type Failure, openStage, type Stage } from "../support/stage";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

interface Told {
  session_id: string;
  message_id: string;
  usage: { prompt_tokens: number };
}

async function say(person: TestClient, content: string, session_id?: string): Promise<Told> {
  const body = { messages: [{ role: "user", content }], character_id: "hong-gildong", tts_enabled: false };
  const answer = await person.post("/api/chat", { ...body, ...(session_id ? { session_id } : {}) });
  return answer.json<{ data: Told }>().data;
}

it("what is pinned, set and summarised is in the next prompt, which can be looked at", async () => {
  const person = stage.person();
  const { session_id } = await say(person, "안녕하시오?");
  const at = `/api/sessions/${session_id}`;
  const pin = (await person.post(`${at}/pins`, { text: "나는 왼손잡이다." })).json<{ data: PinView }>().data;
  await person.put(`${at}/summary`, { text: "둘은 산채에서 처음 만났다." });
  const rules = { more: "한시를 즐겨 인용한다.", no_emoji: false };
  const lorebook = { entries: [{ keys: ["활빈당"], content: "활빈당은 가난한 백성을 돕는다." }] };
  const set = await person.put(`${at}/prompt`, { user: { name: "달래" }, rules, lorebook });
  expect(set.json<{ data: PromptSettingsView }>().data).toMatchObject({ user: { name: "달래" }, rules });

  const told = await say(person, "활빈당은 어떤 곳이오?", session_id);
  const answer = await person.get(`${at}/messages/${told.message_id}/prompt`);
  const prompt = answer.json<{ data: SentPromptView }>().data;
  expect(prompt).toMatchObject({
    message_id: told.message_id,
    tokens: told.usage.prompt_tokens,
    counted_by: "engine",
  });
  const { clock } = prompt;
  expect(clock?.first_token).toBeGreaterThanOrEqual(0);
  expect(clock?.done).toBeGreaterThanOrEqual(clock?.first_token ?? Number.POSITIVE_INFINITY);
  const sent = stage.ollama.log.requests.at(-1)?.body.messages;
  expect(prompt.messages.map(({ role, content }) => ({ role, content }))).toEqual(sent);
  expect(prompt.parts.map(({ part }) => part)).toEqual(
    expect.arrayContaining([
      "rules",
      "persona",
      "user",
      "scenario",
      "pins",
      "summary",
      "lines",
      "lore_found",
    ]),
  );
  for (const text of ["왼손잡이", "산채에서", "한시를", "달래", "가난한 백성"])
    expect(JSON.stringify(sent)).toContain(text);

  await person.delete(`${at}/pins?id=${pin.id}`);
  expect((await person.get(`${at}/pins`)).json()).toEqual({ success: true, data: { pins: [] } });
  const undone = await person.put(`${at}/summary`, { undo: true });
  expect(undone.json<{ data: SummaryView }>().data).toMatchObject({ text: "", can_undo: false });
});

it("what is wrong is said, and another's memory is not there", async () => {
  const [person, other] = [stage.person(), stage.person()];
  const { session_id, message_id } = await say(person, "안녕하시오?");
  const at = `/api/sessions/${session_id}`;
  const pin = (await person.post(`${at}/pins`, { text: "비밀" })).json<{ data: PinView }>().data;
  const wrong: [string, string, unknown, number, string][] = [
    ["PUT", `${at}/summary`, {}, 400, "VALIDATION_ERROR"],
    ["POST", `${at}/pins`, { text: " " }, 400, "VALIDATION_ERROR"],
    ["DELETE", `${at}/pins`, undefined, 400, "VALIDATION_ERROR"],
    ["DELETE", `${at}/pins/none`, undefined, 404, "NOT_FOUND"],
    ["PUT", `${at}/prompt`, { lorebook: { entries: 3 } }, 400, "VALIDATION_ERROR"],
    ["GET", `${at}/messages/none/prompt`, undefined, 404, "NOT_FOUND"],
    ["POST", `${at}/summary`, {}, 405, "METHOD_NOT_ALLOWED"],
  ];
  for (const [method, path, json, status, code] of wrong) {
    const answer = await person.request(method, path, { json });
    expect([path, answer.status, answer.json<Failure>().error.code]).toEqual([path, status, code]);
  }
  const foreign: [string, string, unknown?][] = [
    ["GET", `${at}/summary`],
    ["PUT", `${at}/summary`, { text: "?" }],
    ["GET", `${at}/pins`],
    ["POST", `${at}/pins`, { text: "?" }],
    ["DELETE", `${at}/pins/${pin.id}`],
    ["GET", `${at}/prompt`],
    ["PUT", `${at}/prompt`, { rules: { more: "?" } }],
    ["GET", `${at}/messages/${message_id}/prompt`],
  ];
  for (const [method, path, json] of foreign)
    expect([method, path, (await other.request(method, path, { json })).status]).toEqual([method, path, 404]);
});
