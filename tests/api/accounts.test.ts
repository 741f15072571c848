import { readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { TestClient } from "../support/client";
import { startServer, type TestServer } from "../support/server";
import type { ChatData } from "../support/stage";
import { picture } from "../unit/lib/characters/card/card-fixture";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ env: { LLM_SERVICE: "demo", TTS_SERVICE: "embedded" } });
});
afterAll(() => server.close());

const person = () => new TestClient(server.url, { browser: true });
const files = (folder: string) =>
  readdirSync(path.join(server.dataDir, folder), { recursive: true, encoding: "utf8", withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
const dataOf = <T>(answer: { json<D>(): D }) => answer.json<{ data: T }>().data;
const speak = async (client: TestClient, text: string) =>
  dataOf<{ audio_url: string }>(await client.post("/api/tts", { text, voice_id: "alice" })).audio_url;

it("who deletes themselves is gone with everything; what others have too stays with them", async () => {
  const [leaver, stayer] = [person(), person()];
  const shared = await speak(stayer, "둘 다 들은 말.");
  const kept = files("audio");
  expect(kept).toHaveLength(1);

  await speak(leaver, "둘 다 들은 말.");
  await speak(leaver, "혼자만 들은 말.");
  const messages = [{ role: "user", content: "안녕하세요" }];
  const chat = { messages, character_id: "hong-gildong" };
  const said = dataOf<ChatData>(await leaver.post("/api/chat", chat));
  expect((await leaver.get(said.audio_url ?? "")).status).toBe(200);
  const { id } = dataOf<{ id: string }>(await leaver.post("/api/characters", { name: "남몰래" }));
  await leaver.request("PUT", `/api/characters/${id}/picture`, { body: picture() });
  const { key } = dataOf<{ key: string }>(await leaver.post("/api/keys", { name: "열쇠" }));
  const program = new TestClient(server.url, { headers: { authorization: `Bearer ${key}` } });
  expect((await program.get("/api/sessions")).status).toBe(200);
  expect(files("audio").length).toBeGreaterThan(2);
  expect(files("characters").length).toBeGreaterThan(0);

  const session = leaver.jar.get("access_token") ?? "";
  expect((await leaver.delete("/api/users/me")).status).toBe(200);
  expect(leaver.jar.has("access_token")).toBe(false);
  expect(files("audio")).toEqual(kept);
  expect(files("characters")).toEqual([]);
  expect((await program.get("/api/sessions")).status).toBe(401);
  const ghost = new TestClient(server.url, { headers: { authorization: `Bearer ${session}` } });
  expect((await ghost.get("/api/sessions")).status).toBe(401);
  const returned = person();
  returned.jar.set("access_token", session);
  expect((await returned.get(`/api/sessions/${said.session_id}`)).status).toBe(404);
  expect(dataOf(await returned.get("/api/sessions"))).toMatchObject({ sessions: [] });
  expect((await stayer.get(shared)).status).toBe(200);
});

it("who deletes themselves while an answer is written and spoken leaves nothing behind", async () => {
  const leaver = person();
  const messages = [{ role: "user", content: "긴 이야기를 들려주세요." }];
  const before = files("audio");
  for await (const event of leaver.events("/api/chat/stream", {
    json: { messages, character_id: "scheherazade" },
  })) {
    if (event.type !== "text") continue;
    expect((await leaver.delete("/api/users/me")).status).toBe(200);
    break;
  }
  expect(files("audio").filter((name) => name.endsWith(".wav"))).toEqual(before);
});

it("signing out ends the browser's session and leads to the lobby; a foreign page cannot do it", async () => {
  const guest = person();
  await guest.post("/api/sessions", { character_id: "alice" });
  const foreign = { headers: { origin: "https://evil.example" } };
  expect((await guest.post("/api/auth/logout", undefined, foreign)).status).toBe(403);
  expect(guest.jar.has("access_token")).toBe(true);
  const answer = await guest.post("/api/auth/logout");
  expect([answer.status, answer.headers.location]).toEqual([303, "/"]);
  expect(guest.jar.has("access_token")).toBe(false);
});

it("signing out everywhere leaves only the browser that asked; keys stay", async () => {
  const here = person();
  const { id } = dataOf<{ id: string }>(await here.post("/api/characters", { name: "어디서나" }));
  const { key } = dataOf<{ key: string }>(await here.post("/api/keys", { name: "열쇠" }));
  const there = person();
  there.jar.set("access_token", here.jar.get("access_token") ?? "");
  expect((await there.get(`/api/characters/${id}`)).status).toBe(200);

  expect((await here.post("/api/auth/logout/everywhere")).status).toBe(200);
  expect((await here.get(`/api/characters/${id}`)).status).toBe(200);
  expect((await there.get(`/api/characters/${id}`)).status).toBe(404);
  const program = new TestClient(server.url, { headers: { authorization: `Bearer ${key}` } });
  expect((await program.get(`/api/characters/${id}`)).status).toBe(200);
  const answer = await program.post("/api/auth/logout/everywhere");
  expect([answer.status, answer.headers["set-cookie"]]).toEqual([200, undefined]);
  expect((await here.get(`/api/characters/${id}`)).status).toBe(404);

  const nobody = new TestClient(server.url, { cookies: false });
  expect((await nobody.post("/api/auth/logout/everywhere")).status).toBe(403);
});

it("the principal that is nobody cannot be deleted", async () => {
  const program = new TestClient(server.url, { cookies: false });
  expect((await program.delete("/api/users/me")).status).toBe(403);
});
