import { expect, it } from "vitest";
import * as audit from "@/app/api/admin/audit/route";
import * as engine from "@/app/api/admin/engines/[id]/route";
import * as engines from "@/app/api/admin/engines/route";
import * as person from "@/app/api/admin/people/[id]/route";
import * as signOut from "@/app/api/admin/people/[id]/sign-out/route";
import * as people from "@/app/api/admin/people/route";
import { ROUTES } from "@/app/api/openapi.json/routes";
import * as sessions from "@/app/api/sessions/route";
import * as me from "@/app/api/users/me/route";
import { ensureUser } from "@/db/queries/users";
import { type Actor, authenticated, seenFrom } from "@/lib/auth/actor";
import { createApiKey } from "@/lib/auth/api-keys";
import { chatRequest } from "@/lib/contract/chat";
import type { AuditEntry, PersonView } from "@/lib/contract/people";
import { ttsRequest } from "@/lib/contract/speech";
import type { NextHandler } from "@/lib/http/route";
import { Audit } from "@/lib/services/audit";
import { say } from "@/lib/speech/say";
import { ADMIN, GUEST, servicesStage } from "./services-fixture";

const stage = servicesStage(async () => ({ LLM_SERVICE: "demo", TTS_SERVICE: "embedded" }));
const { ask } = stage;

const listed = async (query = "") => (await ask(people.GET, ADMIN, { query })).data.people as PersonView[];
const acts = async (query = "") => (await ask(audit.GET, ADMIN, { query })).data.events as AuditEntry[];
const block = (id: string, is_blocked: boolean) =>
  ask(person.PATCH, ADMIN, { method: "PATCH", params: { id }, json: { is_blocked } });
const talk = (actor: Actor, signal = new AbortController().signal) =>
  stage.services.conversation.begin(
    actor,
    "ko",
    chatRequest.parse({
      messages: [{ role: "user", content: "긴 이야기를 들려주세요." }],
      character_id: "scheherazade",
      session_id: `play-of-${actor.id}`,
    }),
    signal,
  );
async function somebody(id: string): Promise<Actor> {
  const actor = authenticated({ id, kind: "guest" });
  await ensureUser(stage.services.db, actor, Date.now());
  return actor;
}

it("everybody is listed with what they use, page by page, and found by name", async () => {
  const user = await somebody("a-player");
  for await (const event of await talk(user)) if (event.type === "done") break;
  const { services } = stage;
  const said = await say(services.say, user, ttsRequest.parse({ text: "소리 하나", voice_id: "alice" }));
  const { bytes } = await said.clip.finished;
  const [found] = await listed("?q=a-play");
  expect(found).toMatchObject({ id: "a-player", kind: "guest", plays: 1, lines: 2, is_blocked: false });
  expect(found?.seats).toBe(1);
  expect(found?.clip_bytes).toBeGreaterThanOrEqual(bytes);
  expect(found?.speech_seconds).toBeGreaterThan(0.3);
  expect(found?.last_played_at).not.toBeNull();

  const first = (await ask(people.GET, ADMIN, { query: "?limit=2" })).data;
  const rest = await listed(`?limit=100&cursor=${String(first.next_cursor)}`);
  const ids = [...(first.people as PersonView[]), ...rest].map(({ id }) => id);
  expect(ids.sort()).toEqual(["a-guest", "a-player", "the-admin"]);
  expect((await ask(people.GET, ADMIN, { query: "?cursor=nonsense" })).status).toBe(400);
  expect((await ask(people.GET, GUEST)).status).toBe(403);
});

it("who is blocked is cut off at once, told so, and let in again", async () => {
  const user = await somebody("a-shouter");
  const { token } = await createApiKey(stage.services.db, user, "radio");
  const types: string[] = [];
  for await (const event of await talk(user)) {
    types.push(event.type);
    if (event.type !== "text" || types.includes("blocked")) continue;
    types.push("blocked");
    expect((await block(user.id, true)).data).toMatchObject({ is_blocked: true, seats: 0 });
  }
  expect(types).toContain("blocked");
  const request = { method: "POST", json: { character_id: "alice" } };
  const refused = await ask(sessions.POST, user, request);
  expect([refused.status, refused.error.message]).toEqual([403, expect.stringMatching(/blocked/i)]);
  const { readApiKey } = await import("@/lib/auth/api-keys");
  expect(await readApiKey(stage.services.db, token)).toBeNull();
  expect((await block(user.id, false)).data).toMatchObject({ is_blocked: false });
  expect((await ask(sessions.POST, user, request)).status).toBe(200);
  expect(await readApiKey(stage.services.db, token)).toMatchObject({ id: user.id });
});

it("every session of somebody's can be ended, and somebody can be removed with everything", async () => {
  const user = await somebody("a-leaver");
  const before = await stage.services.tokens.issue(user);
  const params = { id: user.id };
  expect((await ask(signOut.POST, ADMIN, { method: "POST", params })).status).toBe(200);
  expect(await stage.services.tokens.read(before)).toBeNull();
  await ask(sessions.POST, user, { method: "POST", json: { character_id: "alice" } });
  expect((await ask(person.DELETE, ADMIN, { method: "DELETE", params })).data).toEqual({
    id: user.id,
    deleted: true,
  });
  expect(await listed("?q=a-leaver")).toEqual([]);
  expect((await ask(person.DELETE, ADMIN, { method: "DELETE", params })).status).toBe(404);
});

it("an admin does none of it to themselves, nor to everybody at once", async () => {
  await ensureUser(stage.services.db, { id: "anonymous", kind: "anonymous" }, Date.now());
  expect((await block(ADMIN.id, true)).status).toBe(409);
  expect((await ask(person.DELETE, ADMIN, { method: "DELETE", params: { id: ADMIN.id } })).status).toBe(409);
  expect((await block("anonymous", true)).status).toBe(403);
});

it("what admins do is noted with what it was done to, and no address or secret with it", async () => {
  const json = { kind: "openai", name: "이웃", base_url: "http://user:hunter2@127.0.0.1:9/v1" };
  const made = await ask(engines.POST, ADMIN, { method: "POST", json });
  const id = String(made.data.id ?? "none");
  await ask(engine.DELETE, ADMIN, { method: "DELETE", params: { id } });
  const refused = await ask(engine.DELETE, GUEST, { method: "DELETE", params: { id } });
  expect(refused.status).toBe(403);
  const told = await acts();
  expect(JSON.stringify(told)).not.toMatch(/hunter2|127\.0\.0\.1:9/);
  const by = new Set(told.map(({ actor }) => actor.id));
  expect(by).toEqual(new Set([ADMIN.id]));
  if (made.status === 200) {
    expect(told[0]).toMatchObject({ action: "DELETE /api/x", target: id });
    expect(told[1]).toMatchObject({ target: id, details: { kind: "openai", name: "이웃" } });
  }
});

it("who deletes themselves stays in the audit without where they came from", async () => {
  const user = authenticated({ id: "a-goner", kind: "guest" });
  await ensureUser(stage.services.db, user, Date.now());
  const { audit: book } = stage.services;
  await book.note(seenFrom(user, "192.0.2.7"), { action: "sign_in.owner_link" });
  expect((await acts("?limit=1"))[0]?.address).toBe("192.0.2.7");
  await ask(me.DELETE, user, { method: "DELETE" });
  const theirs = (await acts()).filter(({ actor }) => actor.id === user.id);
  expect(theirs.map(({ action, address }) => [action, address])).toEqual([
    ["account.deleted", null],
    ["sign_in.owner_link", null],
  ]);
});

it("no more is kept than was agreed, and read page by page", async () => {
  const { db, logger } = stage.services;
  const book = new Audit({ db, logger, now: () => 1, kept: 3 });
  for (let at = 0; at < 5; at += 1) await book.note(ADMIN, { action: `act ${at}` });
  const first = await book.list({ limit: 2 });
  const second = await book.list({ limit: 2, cursor: first.next_cursor ?? "" });
  expect([...first.events, ...second.events].map(({ action }) => action)).toEqual([
    "act 4",
    "act 3",
    "act 2",
  ]);
  expect(second.next_cursor).toBeNull();
  // Whoever tries in vain, however often, pushes nothing out that was done.
  const failed = { provider: "password", reason: "wrong", address: "192.0.2.9" } as const;
  for (let at = 0; at < 5; at += 1) await book.noteFailedSignIn(failed);
  const { events } = await book.list({ limit: 10 });
  expect(events.map(({ action }) => action)).toEqual(["sign_in.failed", "act 4", "act 3", "act 2"]);
  expect((await ask(audit.GET, ADMIN, { query: "?cursor=x" })).status).toBe(400);
});

it("every write of an admin's is audited, but for what changes nothing", () => {
  const writes = Object.entries(ROUTES).flatMap(([address, handlers]) =>
    ["POST", "PUT", "PATCH", "DELETE"].flatMap((method) => {
      const { declared } = handlers[method] as NextHandler;
      return declared?.access === "admin" ? [{ act: `${method} ${address}`, declared }] : [];
    }),
  );
  expect(writes.length).toBeGreaterThan(25);
  const silent = writes.filter(({ declared }) => declared.isAudited === false).map(({ act }) => act);
  expect(silent).toEqual(["POST /api/admin/engines/detect", "POST /api/voices/[id]/test"]);
});
