import { readFileSync } from "node:fs";
import path from "node:path";
import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, TestClient } from "../support/client";
import { fill, methodsAt, routeFiles } from "../support/routes";
import { startServer, type TestServer } from "../support/server";
import type { ChatData } from "../support/stage";
import { picture } from "../unit/lib/characters/card/card-fixture";

/**
 * What a route's method is about. `private`: the owner's thing, 404 for everyone else · `admin`: 401 or 403 for
 * everyone else · `own`: acts on the caller's things alone, whoever that is · `public`: the same for all.
 */
interface Rule {
  about: "private" | "admin" | "own" | "public";
  json?: unknown;
  bytes?: Uint8Array;
  query?: string;
}

const own: Rule = { about: "own" };
const open: Rule = { about: "public" };
const admin: Rule = { about: "admin" };
const priv = (json?: unknown): Rule => ({ about: "private", json });
const hello = { messages: [{ role: "user", content: "안녕하세요" }], character_id: "hong-gildong" };
const spoken = { tts_enabled: false };
const BASE_URL = "http://127.0.0.1:9";

/** Every method of every route; a new one without its rule fails. */
const RULES: Record<string, Rule> = {
  "GET /api": open,
  "GET /api/[...rest]": open,
  "POST /api/[...rest]": open,
  "PUT /api/[...rest]": open,
  "PATCH /api/[...rest]": open,
  "DELETE /api/[...rest]": open,
  "POST /api/admin/accounts": { ...admin, json: { login: "somebody", password: "12345678" } },
  "PUT /api/admin/accounts/[id]/password": { ...admin, json: { new_password: "12345678" } },
  "GET /api/admin/registration": admin,
  "PUT /api/admin/registration": { ...admin, json: { open: true } },
  "GET /api/admin/audit": admin,
  "GET /api/admin/cache": admin,
  "GET /api/admin/people": admin,
  "PATCH /api/admin/people/[id]": { ...admin, json: { is_blocked: true } },
  "DELETE /api/admin/people/[id]": admin,
  "POST /api/admin/people/[id]/sign-out": admin,
  "DELETE /api/admin/cache": admin,
  "GET /api/admin/cache/remake": admin,
  "POST /api/admin/cache/remake": { ...admin, json: { voice_id: "alice" } },
  "DELETE /api/admin/cache/remake": admin,
  "GET /api/admin/references/[file]": admin,
  "GET /api/admin/own-voices": admin,
  "GET /api/admin/card-voices": admin,
  "DELETE /api/admin/card-voices/[id]": admin,
  "POST /api/admin/card-voices/[id]/accept": { ...admin, json: { is_active: true } },
  "GET /api/admin/card-voices/[id]/clips/[place]": admin,
  "DELETE /api/admin/own-voices/[id]": admin,
  "GET /api/admin/casting": admin,
  "PUT /api/admin/casting/[id]": { ...admin, json: { voice_id: "alice" } },
  "GET /api/admin/engines": admin,
  "POST /api/admin/engines": { ...admin, json: { kind: "openai", base_url: BASE_URL } },
  "PATCH /api/admin/engines/[id]": { ...admin, json: { name: "x" } },
  "DELETE /api/admin/engines/[id]": admin,
  "POST /api/admin/engines/[id]/control": { ...admin, json: { command: "restart" } },
  "POST /api/admin/engines/[id]/try": admin,
  "POST /api/admin/engines/[id]/weights": { ...admin, json: { gpt_weights_path: "x" } },
  "POST /api/admin/engines/detect": { ...admin, json: { base_url: BASE_URL } },
  "GET /api/admin/models": admin,
  "DELETE /api/admin/models": { ...admin, query: "?model=x" },
  "GET /api/admin/models/pull": admin,
  "POST /api/admin/models/pull": { ...admin, json: { model: "x" } },
  "POST /api/admin/models/pull/cancel": admin,
  "POST /api/ai/generate/character-details": own,
  "GET /api/audio/[file]": priv(),
  "GET /api/audio/[file]/peaks": priv(),
  "GET /api/auth/callback/google": open,
  "GET /api/auth/google/callback": open,
  "GET /api/auth/google/login": open,
  "POST /api/auth/guest/login": own,
  "POST /api/auth/owner/claim": own,
  "PUT /api/auth/password": { ...own, json: { current_password: "x", new_password: "12345678" } },
  "POST /api/auth/password/login": { ...own, json: { login: "nobody", password: "x" } },
  "POST /api/auth/password/register": { ...own, json: { login: "stranger", password: "12345678" } },
  "GET /api/auth/me": own,
  "GET /api/auth/merge": own,
  "POST /api/auth/merge": { ...own, json: { choice: "discard" } },
  "DELETE /api/auth/merge": own,
  "POST /api/auth/owner": own,
  "GET /api/characters": own,
  "POST /api/characters": { ...own, json: { name: "새 사람" } },
  "GET /api/characters/[id]": priv(),
  "PUT /api/characters/[id]": priv({ name: "빼앗긴 이름" }),
  "DELETE /api/characters/[id]": priv(),
  "POST /api/characters/[id]/copy": priv({}),
  "GET /api/characters/[id]/export": priv(),
  "PUT /api/characters/[id]/favourite": priv({}),
  // Takes it out of one's own list, where it is not: as often as one likes.
  "DELETE /api/characters/[id]/favourite": own,
  "PUT /api/characters/[id]/picture": { about: "private", bytes: picture() },
  "GET /api/characters/[id]/picture/[key]": priv(),
  "GET /api/characters/cast": own,
  "GET /api/characters/favourites": own,
  "POST /api/characters/import": { ...own, bytes: new TextEncoder().encode("x") },
  "GET /api/characters/presets": open,
  "POST /api/chat": priv({ ...hello, ...spoken, session_id: "[id]" }),
  "GET /api/chat/models": open,
  "POST /api/chat/stream": priv({ ...hello, ...spoken, session_id: "[id]" }),
  "GET /api/chat/stream/[turnId]": priv(),
  "POST /api/chat/turns/[turnId]/cancel": priv({}),
  "POST /api/chat/turns/[turnId]/playback": priv({ segment_index: 0, position_ms: 1 }),
  "GET /api/docs/[file]": open,
  "GET /api/health": open,
  "GET /api/health/live": open,
  "GET /api/health/ready": open,
  "GET /api/keys": own,
  "POST /api/keys": { ...own, json: { name: "x" } },
  "DELETE /api/keys/[id]": priv(),
  "POST /api/references/check": { ...own, bytes: new Uint8Array(44) },
  "GET /api/references/transcript": own,
  "POST /api/references/transcript": { ...own, bytes: new Uint8Array(44) },
  "GET /api/personas": own,
  "POST /api/personas": { ...own, json: { name: "나" } },
  "PATCH /api/personas": priv({ id: "[personaId]", name: "빼앗긴 이름" }),
  "DELETE /api/personas": { about: "private", query: "?id=[personaId]" },
  "PATCH /api/personas/[id]": priv({ name: "빼앗긴 이름" }),
  "DELETE /api/personas/[id]": priv(),
  "GET /api/openapi.json": open,
  "GET /api/seats/[sessionId]": own,
  "GET /api/sessions": own,
  "POST /api/sessions": { ...own, json: { character_id: "alice" } },
  "GET /api/sessions/[id]": priv(),
  "PATCH /api/sessions/[id]": priv({ title: "빼앗긴 제목" }),
  "DELETE /api/sessions/[id]": priv(),
  "POST /api/sessions/[id]/branch": priv({}),
  "GET /api/sessions/[id]/export": priv(),
  "POST /api/sessions/[id]/hints": priv({}),
  "POST /api/sessions/[id]/leave": own,
  "GET /api/sessions/[id]/messages": priv(),
  "PATCH /api/sessions/[id]/messages/[messageId]": priv({ version: 1, content: "바꾼 말" }),
  "DELETE /api/sessions/[id]/messages/[messageId]": priv(),
  "POST /api/sessions/[id]/messages/[messageId]/continue": priv(spoken),
  "GET /api/sessions/[id]/messages/[messageId]/prompt": priv(),
  "POST /api/sessions/[id]/messages/[messageId]/regenerate": priv(spoken),
  "POST /api/sessions/[id]/messages/[messageId]/select": priv({}),
  "GET /api/sessions/[id]/pins": priv(),
  "POST /api/sessions/[id]/pins": priv({ text: "비밀" }),
  "DELETE /api/sessions/[id]/pins": { about: "private", query: "?id=[pinId]" },
  "DELETE /api/sessions/[id]/pins/[pinId]": priv(),
  "GET /api/sessions/[id]/prompt": priv(),
  "PUT /api/sessions/[id]/prompt": priv({ user: { name: "남" } }),
  "GET /api/sessions/[id]/summary": priv(),
  "PUT /api/sessions/[id]/summary": priv({ text: "남의 요약" }),
  "POST /api/sessions/import": { ...own, bytes: new TextEncoder().encode("{}") },
  "POST /api/story/generate": own,
  "POST /api/tts": { ...own, json: { text: "가나다" } },
  "POST /api/tts/prepare": { ...own, json: { voice_id: "default" } },
  "GET /api/tts/voices": open,
  "GET /api/voices": admin,
  "POST /api/voices": { ...admin, json: { name: "x" } },
  "GET /api/voices/[id]": admin,
  "PUT /api/voices/[id]": { ...admin, json: { name: "x" } },
  "DELETE /api/voices/[id]": admin,
  "GET /api/voices/[id]/export": admin,
  "GET /api/voices/[id]/revisions": admin,
  "GET /api/voices/[id]/uses": admin,
  "POST /api/voices/[id]/reference": { ...admin, bytes: new Uint8Array(44) },
  "POST /api/voices/[id]/test": { ...admin, json: {} },
  "POST /api/voices/import": { ...admin, bytes: new Uint8Array(44) },
  "GET /metrics": admin,
  "GET /mnt/user_assets/[user]/audio/[file]": priv(),
  "GET /offline": open,
  "POST /v1/audio/speech": own,
  "GET /v1/audio/voices": open,
  "POST /v1/chat/completions": own,
  "GET /v1/models": own,
  "GET /v1/models/[id]": priv(),
  "DELETE /api/users/me": own,
  "GET /api/users/me/voices": own,
  "POST /api/users/me/voices": { ...own, json: { name: "새 목소리" } },
  "PUT /api/users/me/voices/[id]": priv({ name: "빼앗긴 목소리" }),
  "DELETE /api/users/me/voices/[id]": priv(),
  "POST /api/users/me/voices/[id]/references": priv({ file: `${"0".repeat(64)}.wav`, consent: "x" }),
  "GET /api/users/me/voices/[id]/references/[referenceId]": priv(),
  "DELETE /api/users/me/voices/[id]/references/[referenceId]": priv(),
  "GET /api/users/me/export": own,
  "GET /api/users/me/settings": own,
  "PUT /api/users/me/settings": { ...own, json: { tts_speed: 1.2 } },
  "POST /api/auth/logout": own,
  "POST /api/auth/logout/everywhere": own,
};

let server: TestServer;
let owner: TestClient;
/** Of the owner's things; `session` and the like stand for the route's own parameter names. */
let ids: Record<string, string>;
/** What the owner had before anybody else tried. */
let before: unknown[];
let strangers: [name: string, client: TestClient][];
const person = (headers?: Record<string, string>) => new TestClient(server.url, { browser: true, headers });

/** A session as the server makes them, for somebody of that kind and with that much life left. */
async function sessionOf(id: string, kind: "guest" | "account", maxAge: number): Promise<string> {
  const secret = readFileSync(path.join(server.dataDir, "auth-secret"), "utf8").trim();
  return encode({ secret, salt: "access_token", maxAge, token: { sub: id, kind } });
}

/** A shipped clip as an upload, with whose voice it is. */
function clipForm() {
  const part = (head: string) => `--forge\r\nContent-Disposition: form-data; ${head}\r\n\r\n`;
  const body = Buffer.concat([
    Buffer.from(`${part('name="consent"')}본인\r\n${part('name="audio"; filename="a.wav"')}`),
    readFileSync("lib/voices/references/alice.wav"),
    Buffer.from("\r\n--forge--\r\n"),
  ]);
  return { body, headers: { "content-type": "multipart/form-data; boundary=forge" } };
}

beforeAll(async () => {
  server = await startServer({
    env: { LLM_SERVICE: "demo", TTS_SERVICE: "embedded", OWN_VOICES: "everyone" },
  });
  // Whoever is on this machine could claim it otherwise.
  await person().post("/api/auth/owner", { token: server.ownerLink?.split("#")[1] });
  owner = person();
  const said = (await owner.post("/api/chat", hello)).json<{ data: ChatData }>().data;
  const id = said.session_id;
  let turnId = "";
  for await (const event of owner.events("/api/chat/stream", { json: { ...hello, session_id: id } }))
    if (event.type === "turn") turnId = event.data.turn_id;
  const file = (said.audio_url ?? "").split("/").at(-1) ?? "";
  expect((await owner.get(`/api/audio/${file}`)).status).toBe(200);
  const dataOf = (answer: Answer) => answer.json<{ data: { id: string; image_url: string } }>().data;
  const pinned = dataOf(await owner.post(`/api/sessions/${id}/pins`, { text: "비밀 약속" }));
  const key = dataOf(await owner.post("/api/keys", { name: "열쇠" }));
  const persona = dataOf(await owner.post("/api/personas", { name: "남모르는 나" }));
  const character = dataOf(await owner.post("/api/characters", { name: "남몰래" }));
  const drawn = dataOf(
    await owner.request("PUT", `/api/characters/${character.id}/picture`, { body: picture() }),
  );
  const voice = dataOf(await owner.post("/api/users/me/voices", { name: "내 목소리" }));
  const given = await owner.request("POST", `/api/users/me/voices/${voice.id}/references`, clipForm());
  const [clip] = given.json<{ data: { references: { id: string }[] } }>().data.references;
  const me = dataOf(await owner.get("/api/auth/me"));
  ids = {
    id,
    sessionId: id,
    messageId: said.message_id,
    turnId,
    file,
    user: me.id,
    pinId: pinned.id,
    keyId: key.id,
    personaId: persona.id,
    characterId: character.id,
    voiceId: voice.id,
    referenceId: clip?.id ?? "",
    key: /picture\/([^/?]+)/.exec(drawn.image_url)?.[1] ?? "",
  };
  expect(Object.values(ids).filter((value) => value === "")).toEqual([]);

  before = await everything();
  const guest = person();
  await guest.post("/api/sessions", { character_id: "alice" });
  const user = person();
  user.jar.set("access_token", await sessionOf("4b7d1a34-6f6f-4b61-9c8e-0f9b4f0f2a11", "account", 3600));
  const expired = person();
  expired.jar.set("access_token", await sessionOf(me.id, "guest", -60));
  const stale = `Bearer ${await sessionOf(me.id, "guest", -60)}`;
  strangers = [
    ["nobody", new TestClient(server.url, { cookies: false })],
    ["a browser without a session", person()],
    ["another guest", guest],
    ["another user", user],
    ["an expired session", expired],
    ["an expired token", new TestClient(server.url, { headers: { authorization: stale } })],
  ];
});
afterAll(() => server.close());

/** What the owner has, as the owner reads it. */
function everything(): Promise<unknown[]> {
  const play = `/api/sessions/${ids.id}`;
  const readings = ["", "/messages", "/pins", "/prompt", "/summary"].map((part) => play + part);
  const all = [
    ...readings,
    `/api/characters/${ids.characterId}`,
    "/api/sessions",
    "/api/characters",
    "/api/users/me/voices",
    "/api/personas",
  ];
  return Promise.all(all.map(async (reading) => (await owner.get(reading)).json()));
}

const filled = (text: string) => text.replace(/\[(\w+)\]/g, (whole, name: string) => ids[name] ?? whole);

/** The owner's things for a route's parameters. */
function address(route: string, rule: Rule): string {
  const id = /^\/(api\/characters|v1\/models)/.test(route)
    ? ids.characterId
    : /^\/api\/keys/.test(route)
      ? ids.keyId
      : /^\/api\/personas/.test(route)
        ? ids.personaId
        : /^\/api\/users\/me\/voices/.test(route)
          ? ids.voiceId
          : ids.id;
  return fill(route, { ...ids, id: id ?? "" }) + filled(rule.query ?? "");
}

function call(client: TestClient, rule: Rule, name: string): Promise<Answer> {
  const [method = "", route = ""] = name.split(" ");
  const json: unknown = rule.json === undefined ? undefined : JSON.parse(filled(JSON.stringify(rule.json)));
  return client.request(method, address(route, rule), { json, body: rule.bytes });
}

const named = (about: Rule["about"]) => Object.entries(RULES).filter(([, rule]) => rule.about === about);
const secrets = () =>
  ["id", "messageId", "turnId", "pinId", "keyId", "personaId", "characterId", "voiceId", "referenceId"].map(
    (name) => ids[name] ?? "",
  );

describe("who may do what", () => {
  it("every method of every route file has its rule, and no rule is left over", async () => {
    const probe = person();
    const there = await Promise.all(
      routeFiles().map(async ({ path: route }) =>
        (await methodsAt(probe, fill(route, ids))).map((method) => `${method} ${route}`),
      ),
    );
    expect(there.flat().sort()).toEqual(Object.keys(RULES).sort());
  });

  it("what is private is not there for anybody else", async () => {
    const wrong: string[] = [];
    for (const [name, rule] of named("private"))
      for (const [who, client] of strangers) {
        const { status, text } = await call(client, rule, name);
        const expected = who === "an expired token" ? 401 : 404;
        if (status !== expected) wrong.push(`${name} as ${who}: ${status} ${text.slice(0, 120)}`);
      }
    expect(wrong).toEqual([]);
  });

  it("what is an admin's is refused to everybody else", async () => {
    const wrong: string[] = [];
    const everybody: typeof strangers = [...strangers, ["a guest with things", owner]];
    for (const [name, rule] of named("admin"))
      for (const [who, client] of everybody) {
        const { status, text } = await call(client, rule, name);
        if (status !== 401 && status !== 403)
          wrong.push(`${name} as ${who}: ${status} ${text.slice(0, 120)}`);
      }
    expect(wrong).toEqual([]);
  });

  it("what everybody may ask for tells nothing of another's things", async () => {
    const wrong: string[] = [];
    for (const [name, rule] of [...named("own"), ...named("public")])
      for (const [who, client] of strangers) {
        const { status, text } = await call(client, rule, name);
        const told = name.includes("[") ? [] : secrets().filter((secret) => text.includes(secret));
        if (status === 500 || told.length > 0) wrong.push(`${name} as ${who}: ${status} ${told}`);
      }
    expect(wrong).toEqual([]);
  });

  it("after all of that the owner has everything as it was, and may do all of it", async () => {
    expect(await everything()).toEqual(before);
    // What takes away comes last, and what holds the rest at the very end.
    const order = ([name]: [string, Rule]) => (name.startsWith("DELETE") ? 100 - name.length : 0);
    const wrong: string[] = [];
    for (const [name, rule] of named("private").sort((one, other) => order(one) - order(other))) {
      const { status, text } = await call(owner, rule, name);
      if ([401, 403].includes(status) || status === 500)
        wrong.push(`${name}: ${status} ${text.slice(0, 120)}`);
      if (status === 404 && !name.startsWith("DELETE"))
        wrong.push(`${name}: ${status} ${text.slice(0, 120)}`);
    }
    expect(wrong).toEqual([]);
  });

  it("what ships belongs to nobody: it is read by all and changed by none", async () => {
    for (const [, client] of strangers.slice(0, 4)) {
      expect((await client.get("/api/characters/alice")).status).toBe(200);
      expect((await client.put("/api/characters/alice", { name: "x" })).status).toBe(403);
      expect((await client.delete("/api/characters/alice")).status).toBe(403);
    }
  });
});
