import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PersonaView } from "@/lib/contract/personas";
import type { Message, Session } from "@/lib/contract/session";
import { type Answer, TestClient } from "../support/client";
import { startServer, type TestServer } from "../support/server";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ env: { LLM_SERVICE: "demo", TTS_SERVICE: "embedded" } });
});
afterAll(() => server.close());

const person = () => new TestClient(server.url, { browser: true });
const dataOf = <T>(answer: Answer) => answer.json<{ data: T }>().data;

describe("personas", () => {
  const listed = async (client: TestClient) =>
    dataOf<{ personas: PersonaView[] }>(await client.get("/api/personas")).personas;
  const add = async (client: TestClient, json: object) =>
    dataOf<PersonaView>(await client.post("/api/personas", json));
  const openPlay = async (client: TestClient, json: object = {}) =>
    dataOf<Session>(await client.post("/api/sessions", { character_id: "hong-gildong", ...json }));

  it("the first is the default, another takes its place, and none need be", async () => {
    const me = person();
    const first = await add(me, { name: "무영", description: "떠돌이 검객" });
    const second = await add(me, { name: "수련" });
    expect([first.is_default, second.is_default]).toEqual([true, false]);
    await me.patch(`/api/personas/${second.id}`, { is_default: true });
    expect((await listed(me)).map((each) => [each.name, each.is_default])).toEqual([
      ["무영", false],
      ["수련", true],
    ]);
    const changed = dataOf<PersonaView>(
      await me.patch("/api/personas", { id: second.id, is_default: false, description: "의원" }),
    );
    expect(changed).toMatchObject({ name: "수련", description: "의원", is_default: false });
    expect((await me.delete(`/api/personas?id=${first.id}`)).status).toBe(200);
    expect((await listed(me)).map(({ name }) => name)).toEqual(["수련"]);
  });

  it("a play takes the default, the chosen one, or what was written for it", async () => {
    const me = person();
    await add(me, { name: "무영", description: "떠돌이 검객" });
    const other = await add(me, { name: "수련", description: "의원" });
    const wishes = [{}, { persona_id: other.id }, { user: { name: "길손" } }, { user: {} }];
    const told = [];
    for (const wish of wishes) {
      const { id, user_name = "" } = await openPlay(me, wish);
      const { user } = dataOf<{ user: { name: string; persona: string } }>(
        await me.get(`/api/sessions/${id}/prompt`),
      );
      told.push([user_name, user.name, user.persona]);
    }
    expect(told).toEqual([
      ["무영", "무영", "떠돌이 검객"],
      ["수련", "수련", "의원"],
      ["길손", "길손", ""],
      ["", "", ""],
    ]);
    expect((await person().post("/api/sessions", { persona_id: other.id })).status).toBe(400);
    const taken = await person().post("/api/sessions", { character_id: "alice", persona_id: other.id });
    expect(taken.status).toBe(404);
  });

  it("lines are signed with the name, the greeting calls by it, and a branch keeps it", async () => {
    const me = person();
    await add(me, { name: "무영" });
    const character = dataOf<{ id: string }>(
      await me.post("/api/characters", { name: "벗", first_message: "어서 오게, {{user}}!" }),
    );
    const play = await openPlay(me, { character_id: character.id });
    const messages = [{ role: "user", content: "반갑네." }];
    await me.post("/api/chat", { messages, session_id: play.id, tts_enabled: false });
    const read = async (id: string) =>
      dataOf<{ messages: Message[] }>(await me.get(`/api/sessions/${id}/messages`)).messages;
    const [greeting, line] = await read(play.id);
    expect(greeting?.content).toBe("어서 오게, 무영!");
    expect(line?.speaker).toBe("무영");
    const branch = dataOf<Session>(await me.post(`/api/sessions/${play.id}/branch`, {}));
    expect(branch.user_name).toBe("무영");
    const renamed = dataOf<Session>(await me.patch(`/api/sessions/${play.id}`, { title: "다시" }));
    expect(renamed).toMatchObject({ title: "다시", user_name: "무영" });
  });

  it("nobody in particular has none, and a person only so many", async () => {
    const program = new TestClient(server.url, { cookies: false });
    expect(await listed(program)).toEqual([]);
    expect((await program.post("/api/personas", { name: "x" })).status).toBe(403);
    const me = person();
    const answers = [];
    for (let at = 0; at < 51; at += 1) answers.push(await me.post("/api/personas", { name: `${at}` }));
    expect(answers.map(({ status }) => status).filter((status) => status !== 200)).toEqual([409]);
    expect((await listed(me)).length).toBe(50);
  });
});

describe("settings", () => {
  const PATH = "/api/users/me/settings";

  it("are the product's own until something is set, and then the person's everywhere", async () => {
    const me = person();
    const usual = { tts_enabled: true, tts_mode: "realtime", tts_delay_ms: 0, tts_speed: 1, theme: "dark" };
    const english = { headers: { "accept-language": "en" } };
    const before = await me.get(PATH, english);
    expect(dataOf(before)).toMatchObject({ ...usual, language: "en", set: [] });
    await me.put(PATH, { tts_mode: "delayed", tts_delay_ms: 1500, unknown: 1, tts_speed: null });
    const changed = dataOf(await me.put(PATH, { tts_speed: 1.25, theme: "light" }, english));
    const expected = { tts_mode: "delayed", tts_delay_ms: 1500, tts_speed: 1.25, theme: "light" };
    expect(changed).toMatchObject({ ...expected, language: "en" });
    const phone = person();
    phone.jar.set("access_token", me.jar.get("access_token") ?? "");
    expect(dataOf(await phone.get(PATH))).toMatchObject({
      ...expected,
      set: ["tts_mode", "tts_delay_ms", "tts_speed", "theme"],
    });
    expect(dataOf(await person().get(PATH))).toMatchObject(usual);
    await server.restart();
    expect(dataOf(await phone.get(PATH))).toMatchObject(expected);
  });

  it.each([
    { tts_speed: 3 },
    { tts_mode: "later" },
    { tts_delay_ms: 60_001 },
    { tts_streaming_mode: 4 },
    { language: "fr" },
    { theme: "grey" },
  ])("%j fits nobody", async (wrong) => {
    expect((await person().put(PATH, wrong)).status).toBe(400);
  });

  it("draw the pages: language and light go before what the browser remembers, and it learns them", async () => {
    const me = person();
    const page = { headers: { accept: "text/html", "accept-language": "ko" } };
    me.jar.set("mood", "dark");
    expect((await me.get("/settings", page)).text).toMatch(/<html lang="ko" data-mood="dark"/);
    await me.put(PATH, { language: "ja", theme: "light" });
    expect((await me.get("/settings", page)).text).toMatch(/<html lang="ja" data-mood="light"/);
    expect([me.jar.get("locale"), me.jar.get("mood")]).toEqual(["ja", "light"]);
    const refused = await me.post("/api/personas", {}, page);
    expect(refused.text).toContain("送られた内容");
  });
});
