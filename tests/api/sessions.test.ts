import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Message, Session } from "@/lib/contract/session";
import type { VoiceList } from "@/lib/contract/speech";
import { TestClient } from "../support/client";
import { type Failure, openStage, type Stage, until } from "../support/stage";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ METRICS_TOKEN: "secret-of-metrics" });
});
afterAll(() => stage.close());

interface Told<T> {
  data: T;
}
const line = (content: string, more: object = {}) => ({
  messages: [{ role: "user", content }],
  character_id: "hong-gildong",
  tts_enabled: false,
  ...more,
});
async function openPlay(person: TestClient): Promise<string> {
  const made = await person.post("/api/sessions", { character_id: "hong-gildong", language: "ko" });
  const { id } = made.json<Told<Session>>().data;
  expect((await person.post("/api/chat", line("안녕하신가?", { session_id: id }))).status).toBe(200);
  return id;
}
async function messagesOf(person: TestClient, id: string): Promise<Message[]> {
  return (await person.get(`/api/sessions/${id}/messages`)).json<Told<{ messages: Message[] }>>().data
    .messages;
}

describe("a play's lines", () => {
  it("are edited by version, told in another take, taken out, branched; a stale edit gets the row as it is", async () => {
    const person = stage.person();
    const id = await openPlay(person);
    const [, user, answer] = await messagesOf(person, id);
    const at = (message: Message | undefined) => `/api/sessions/${id}/messages/${message?.id}`;
    const edited = await person.patch(at(user), { version: user?.version, content: "고쳐 말하지." });
    expect(edited.json<Told<Message>>().data).toMatchObject({ content: "고쳐 말하지.", version: 2 });
    const stale = await person.patch(at(user), { version: user?.version, content: "늦었다." });
    expect(stale.status).toBe(409);
    expect(stale.json<Failure>().error).toMatchObject({
      code: "CONFLICT",
      details: { id: user?.id, content: "고쳐 말하지.", version: 2 },
    });

    const again: string[] = [];
    const path = `${at(answer)}/regenerate`;
    for await (const event of person.events(path, { json: { tts_enabled: false } })) again.push(event.type);
    expect(again.at(-1)).toBe("done");
    const second = (await messagesOf(person, id)).at(-1);
    expect(second?.take).toEqual({ index: 1, count: 2 });
    const chosen = await person.post(`${at(second)}/select`, { index: 0 });
    expect(chosen.json<Told<Message>>().data.id).toBe(answer?.id);

    const branch = await person.post(`/api/sessions/${id}/branch`, { message_id: user?.id, title: "갈림길" });
    expect(branch.json<Told<Session>>().data).toMatchObject({ title: "갈림길", last_line: "고쳐 말하지." });
    expect((await person.delete(at(answer))).json<Told<object>>().data).toEqual({
      id: answer?.id,
      deleted: true,
    });
    expect((await messagesOf(person, id)).at(-1)?.id).toBe(second?.id);
    const other = stage.person();
    expect((await other.patch(at(user), { version: 2, content: "남의 것" })).status).toBe(404);
    expect((await other.delete(`/api/sessions/${id}`)).status).toBe(404);
    expect((await person.delete(`/api/sessions/${id}`)).json<Told<object>>().data).toEqual({
      id,
      deleted: true,
    });
    expect((await person.get(`/api/sessions/${id}`)).status).toBe(404);
  });

  it("are spoken as the person chose for this play", async () => {
    const person = stage.person();
    const id = await openPlay(person);
    const { voices } = (await person.get("/api/tts/voices")).json<Told<VoiceList>>().data;
    const voice = voices.at(-1)?.id;
    const chosen = { voice, mood: "happy", narration: "everything" };
    const told = { voice_id: voice, mood: "happy", narration: "everything" };
    expect((await person.patch(`/api/sessions/${id}`, chosen)).json<Told<Session>>().data).toMatchObject(
      told,
    );
    expect((await person.get(`/api/sessions/${id}`)).json<Told<Session>>().data).toMatchObject(told);
    const unknown = await person.patch(`/api/sessions/${id}`, { voice: "nobody" });
    expect(unknown.json<Failure>().error).toMatchObject({ code: "NOT_FOUND" });
    expect(unknown.json<Failure>().error.message).toContain(voice);
    expect((await person.patch(`/api/sessions/${id}`, { narration: "loudly" })).status).toBe(400);
  });

  it("stand on a shelf: searched, page by page, with their characters' faces and whether they can be heard", async () => {
    const person = stage.person();
    const silent = (await person.post("/api/sessions", { character_id: "alice" })).json<Told<Session>>().data;
    await person.patch(`/api/sessions/${silent.id}`, { title: "100%의 침묵" });
    for (const { id } of (await messagesOf(person, silent.id)).slice(-1))
      await person.delete(`/api/sessions/${silent.id}/messages/${id}`);
    const heard = (await person.post("/api/sessions", { character_id: "kaguya" })).json<Told<Session>>().data;
    const list = async (query: string) =>
      (await person.get(`/api/sessions?${query}`)).json<
        Told<{ sessions: Session[]; next_cursor: string | null }>
      >().data;
    const first = await list("limit=1");
    expect(first.sessions).toMatchObject([
      { id: heard.id, image_url: "/portraits/kaguya.svg", has_sound: true },
    ]);
    const second = await list(`limit=1&cursor=${first.next_cursor}`);
    expect(second).toMatchObject({ sessions: [{ id: silent.id, has_sound: false }], next_cursor: null });
    expect((await list(`q=${encodeURIComponent("100%의")}`)).sessions.map(({ id }) => id)).toEqual([
      silent.id,
    ]);
    expect((await list("q=zzz")).sessions).toEqual([]);
    expect((await person.get(`/api/sessions/${silent.id}/export?format=wav`)).status).toBe(404);
  });

  it("an unknown cursor is refused", async () => {
    const person = stage.person();
    const id = await openPlay(person);
    const wrong = await person.get(`/api/sessions/${id}/messages?cursor=nonsense`);
    expect([wrong.status, wrong.json<Failure>().error.code]).toEqual([400, "VALIDATION_ERROR"]);
  });
});

describe("files", () => {
  it("a play goes out in three forms and comes back in, as a body and as a form", async () => {
    const person = stage.person();
    const id = await openPlay(person);
    const jsonl = await person.get(`/api/sessions/${id}/export`);
    expect(jsonl.headers["content-disposition"]).toMatch(
      /^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''/,
    );
    expect(jsonl.text.split("\n").length).toBe(5);
    expect((await person.get(`/api/sessions/${id}/export?format=txt`)).text).toContain("안녕하신가?");
    expect((await person.get(`/api/sessions/${id}/export?format=json`)).json()).toMatchObject({
      session: { id },
    });
    expect((await person.get(`/api/sessions/${id}/export?format=exe`)).status).toBe(400);

    const told = (await messagesOf(person, id)).map(({ content }) => content);
    const body = await person.request("POST", "/api/sessions/import?character_id=hong-gildong", {
      body: jsonl.text,
      headers: { "content-type": "application/x-ndjson" },
    });
    const first = body.json<Told<Session>>().data;
    expect(first.character_id).toBe("hong-gildong");
    expect((await messagesOf(person, first.id)).map(({ content }) => content)).toEqual(told);
    const form = new FormData();
    form.set("file", new File([jsonl.text], "chat.jsonl"));
    const packed = new Response(form);
    const second = await person.request("POST", "/api/sessions/import", {
      body: new Uint8Array(await packed.arrayBuffer()),
      headers: { "content-type": packed.headers.get("content-type") ?? "" },
    });
    expect((await messagesOf(person, second.json<Told<Session>>().data.id)).length).toBe(told.length);
    const none = await person.request("POST", "/api/sessions/import", { body: "hello" });
    expect([none.status, none.json<Failure>().error.code]).toEqual([400, "VALIDATION_ERROR"]);
  });

  it("everything spoken in it is one sound", async () => {
    const person = stage.person();
    const id = await openPlay(person);
    const sound = await person.get(`/api/sessions/${id}/export?format=wav`);
    expect(sound.status).toBe(200);
    expect(sound.headers["content-type"]).toBe("audio/wav");
    expect(sound.bytes.subarray(0, 4).toString()).toBe("RIFF");
    expect(sound.bytes.length).toBeGreaterThan(40_000);
    // A file that says it goes on for ever is shown as two days long.
    expect(sound.bytes.readUInt32LE(4)).toBe(sound.bytes.length - 8);
    expect(sound.bytes.readUInt32LE(40)).toBe(sound.bytes.length - 44);
  });
});

describe("other programs", () => {
  const ask = { model: "hong-gildong", messages: [{ role: "user", content: "이름이 무엇이오?" }] };

  it("talk with a character in OpenAI's shape, whole and streamed, and leave no play behind", async () => {
    const person = stage.person();
    const whole = await person.post("/v1/chat/completions", ask);
    expect(whole.json()).toMatchObject({
      object: "chat.completion",
      model: "hong-gildong",
      choices: [{ message: { role: "assistant" }, finish_reason: "stop" }],
    });
    const stream = await person.post("/v1/chat/completions", { ...ask, stream: true });
    expect(stream.headers["content-type"]).toMatch(/^text\/event-stream/);
    expect(stream.text.trimEnd()).toMatch(/data: \[DONE\]$/);
    expect(stream.text).toContain('"object":"chat.completion.chunk"');
    const { key } = (await person.post("/api/keys", { name: "라디오" })).json<Told<{ key: string }>>().data;
    const program = new TestClient(stage.server.url, {
      cookies: false,
      headers: { authorization: `Bearer ${key}` },
    });
    const listed = (await program.get("/v1/models")).json<{ data: { id: string }[] }>().data;
    expect(listed.map(({ id }) => id)).toContain(ask.model);
    expect((await program.post("/v1/chat/completions", ask)).json()).toMatchObject({
      choices: [{ message: { content: expect.stringMatching(/\S/) } }],
    });
    const unknown = await person.post("/v1/chat/completions", { ...ask, model: "nobody" });
    expect([unknown.status, unknown.json<{ error: object }>().error]).toMatchObject([
      404,
      { type: "invalid_request_error", code: "not_found", param: null },
    ]);
    expect((await person.get("/v1/chat/completions")).json()).toMatchObject({
      error: { code: "method_not_allowed" },
    });
    const left = await person.get("/api/sessions");
    expect(left.json<Told<{ sessions: Session[] }>>().data.sessions).toEqual([]);
  });

  it("read the metrics with the token, every stage of a turn's clock among them; nobody else but an admin does", async () => {
    const read = (token: string) =>
      stage.program.get("/metrics", { headers: { authorization: `Bearer ${token}` } });
    const said = await stage.person().post("/api/chat", line("소리 내어 말하시오.", { tts_enabled: true }));
    expect(said.status).toBe(200);
    const counted = (name: string, text: string) =>
      new RegExp(`turn_stage_seconds_count\\{stage="${name}",engine="ollama"\\} [1-9]`).test(text);
    const stages = ["queued", "first_token", "first_segment", "first_audio", "done"];
    await until(async () => {
      const { text } = await read("secret-of-metrics");
      return stages.every((name) => counted(name, text));
    });
    const { status, text } = await read("secret-of-metrics");
    expect(status).toBe(200);
    expect(text).toContain('avatar_forge_seats{state="seats"} 1000');
    expect((await read("wrong")).status).toBe(401);
    expect((await stage.program.get("/metrics")).status).toBe(403);
  });
});
