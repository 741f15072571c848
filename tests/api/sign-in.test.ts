import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Me } from "@/lib/contract/accounts";
import type { AuditPage } from "@/lib/contract/people";
import type { MergePreview } from "@/lib/contract/sign-in";
import { type GooglePerson, type GoogleSimulator, MINA, startGoogle } from "../engines/google";
import { type Answer, TestClient } from "../support/client";
import { googleSettings, signInWithGoogle, throughGoogle } from "../support/google";
import { startServer, type TestServer } from "../support/server";

let google: GoogleSimulator;
let server: TestServer;
beforeAll(async () => {
  google = await startGoogle();
  server = await startServer({
    env: {
      LLM_SERVICE: "demo",
      TTS_SERVICE: "embedded",
      ADMIN_EMAILS: "Boss@forge.example",
      ...googleSettings(google),
    },
  });
});
afterAll(async () => {
  await server.close();
  await google.close();
});
beforeEach(() => google.behave("well"));

let people = 0;
/** Somebody with a Google account who was never here. */
function newcomer(more: Partial<GooglePerson> = {}): GooglePerson {
  people += 1;
  return { ...MINA, sub: `1000${people}`, email: `person-${people}@gmail.example`, ...more };
}
const browser = () => new TestClient(server.url, { browser: true });
/** A browser kept for all tests of a group. */
function keptBrowser(): () => TestClient {
  let client: TestClient | null = null;
  return () => {
    client ??= browser();
    return client;
  };
}
const dataOf = <T>(answer: { json<D>(): D }) => answer.json<{ data: T }>().data;
const meOf = async (client: TestClient) => dataOf<Me>(await client.get("/api/auth/me"));
const makeCharacter = async (client: TestClient, name: string) =>
  dataOf<{ id: string }>(await client.post("/api/characters", { name })).id;
const errorOf = (answer: { headers: { location?: string } }) =>
  new URL(answer.headers.location ?? "", server.url).searchParams.get("error");

describe("a server nobody owns", () => {
  it("is claimed from its own machine, by a page of its own, once", async () => {
    const client = browser();
    const claim = (headers: Record<string, string> = {}) =>
      client.post("/api/auth/owner/claim", {}, { headers });
    expect((await claim({ origin: "https://evil.example" })).status).toBe(403);
    // A proxy on this machine asks as if it were a browser here.
    expect((await claim({ "x-forwarded-for": "203.0.113.5" })).status).toBe(403);
    const program = new TestClient(server.url, { cookies: false });
    expect((await program.post("/api/auth/owner/claim")).status).toBe(403);
    expect((await claim()).status).toBe(200);
    expect((await meOf(client)).is_admin).toBe(true);
    const other = browser();
    expect((await other.post("/api/auth/owner/claim")).status).toBe(403);
    expect((await meOf(other)).is_admin).toBe(false);
  });
});

describe("the way to Google and back", () => {
  it("a guest becomes an account with everything they have, and ends where they came from", async () => {
    const client = browser();
    const character = await makeCharacter(client, "데려온 사람");
    const guestToken = client.jar.get("access_token") ?? "";
    const guest = await meOf(client);
    const person = newcomer();
    google.requests.length = 0;
    const answer = await signInWithGoogle(client, google, person, "/characters/new?step=2");
    expect([answer.status, answer.headers.location]).toEqual([
      303,
      "/auth/callback?to=%2Fcharacters%2Fnew%3Fstep%3D2",
    ]);
    // No discovery, and one question alone: the code for a token.
    expect(google.requests).toEqual(["GET /o/oauth2/v2/auth", "POST /token"]);
    expect(await meOf(client)).toEqual({
      id: guest.id,
      email: person.email,
      username: person.name,
      picture: null,
      provider: "google",
      is_admin: false,
      is_guest: false,
    });
    expect((await client.get(`/api/characters/${character}`)).status).toBe(200);
    expect([...client.jar.keys()]).toEqual(["access_token"]);
    const old = new TestClient(server.url, { headers: { authorization: `Bearer ${guestToken}` } });
    expect((await old.get("/api/auth/me")).status).toBe(401);
  });

  it("next-auth's own address of the way back works too", async () => {
    const client = browser();
    const back = await throughGoogle(client, google, newcomer());
    const answer = await client.get(back.replace("/google/callback", "/callback/google"));
    expect(answer.headers.location).toBe("/auth/callback?to=%2F");
    expect((await meOf(client)).provider).toBe("google");
  });

  it.each([
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/%5cevil",
    "/\t/evil.example",
    "nowhere",
  ])("ends here, whatever the wish: %s", async (wish) => {
    const answer = await signInWithGoogle(browser(), google, newcomer(), wish);
    const to = new URL(answer.headers.location ?? "", server.url).searchParams.get("to") ?? "";
    expect(new URL(to, server.url).origin).toBe(server.url);
    expect(to).toMatch(/^\/(?![/\\])/);
  });

  it("an address of ADMIN_EMAILS makes an admin", async () => {
    const client = browser();
    await signInWithGoogle(client, google, newcomer({ email: "Boss@Forge.example" }));
    expect(await meOf(client)).toMatchObject({ is_admin: true, email: "boss@forge.example" });
    expect((await client.get("/api/admin/engines")).status).toBe(200);
  });
});

describe("nobody is signed in, and the page says why", () => {
  const failing = async (make: (client: TestClient) => Promise<string>) => {
    const client = browser();
    const answer = await client.get(await make(client));
    expect(answer.status).toBe(303);
    expect(client.jar.has("access_token")).toBe(false);
    expect([...client.jar.keys()]).toEqual([]);
    return errorOf(answer);
  };

  it("denied at Google", async () => {
    expect(await failing((client) => throughGoogle(client, google, "deny"))).toBe("google_denied");
  });

  it("an address Google has not verified", async () => {
    const person = newcomer({ email_verified: false });
    expect(await failing((client) => throughGoogle(client, google, person))).toBe("google_unverified");
  });

  it("a state that is another browser's, made up, or missing", async () => {
    const [other, person] = [browser(), newcomer()];
    const stolen = await throughGoogle(other, google, person);
    expect(await failing(async () => stolen)).toBe("google_expired");
    const changed = async (client: TestClient) =>
      (await throughGoogle(client, google, person)).replace(/state=[^&]*/, "state=made-up");
    expect(await failing(changed)).toBe("google_expired");
    expect(await failing(async () => "/api/auth/google/callback?code=x")).toBe("google_expired");
    expect(await failing(async () => "/api/auth/google/callback")).toBe("google_expired");
  });

  it("a code that ran out", async () => {
    const late = async (client: TestClient) => {
      const back = await throughGoogle(client, google, newcomer());
      await google.behave("expired");
      return back;
    };
    expect(await failing(late)).toBe("google_expired");
  });

  it("Google down, and failing", async () => {
    for (const how of ["down", "failing"] as const) {
      const unlucky = async (client: TestClient) => {
        await google.behave("well");
        const back = await throughGoogle(client, google, newcomer());
        await google.behave(how);
        return back;
      };
      expect(await failing(unlucky)).toBe("google_unreachable");
    }
  });

  it("the same way back a second time, also in the browser that came with it", async () => {
    const client = browser();
    const back = await throughGoogle(client, google, newcomer());
    const cookies = new Map(client.jar);
    expect((await client.get(back)).headers.location).toBe("/auth/callback?to=%2F");
    const session = client.jar.get("access_token");
    expect(errorOf(await client.get(back))).toBe("google_expired");
    expect(client.jar.get("access_token")).toBe(session);
    // With the cookies of the first time it is Google that knows the code no more.
    const replaying = browser();
    for (const [name, value] of cookies) replaying.jar.set(name, value);
    expect(errorOf(await replaying.get(back))).toBe("google_expired");
    expect(replaying.jar.has("access_token")).toBe(false);
  });
});

describe("a guest who has an account already", () => {
  /** A person with an account and one character in it, back in another browser as a guest with one of their own. */
  async function returning() {
    const person = newcomer();
    const first = browser();
    await signInWithGoogle(first, google, person);
    const kept = await makeCharacter(first, "먼저 있던 사람");
    const client = browser();
    const brought = await makeCharacter(client, "손님이 만든 사람");
    const guestToken = client.jar.get("access_token") ?? "";
    const answer = await signInWithGoogle(client, google, person, "/settings");
    expect(answer.headers.location).toBe("/auth/callback?to=%2Fsettings");
    return { client, first, kept, brought, guestToken };
  }
  const names = async (client: TestClient) =>
    dataOf<{ characters: { id: string }[] }>(await client.get("/api/characters")).characters.map(
      ({ id }) => id,
    );

  it("sees what would come along, and has both after a yes", async () => {
    const { client, first, kept, brought, guestToken } = await returning();
    const preview = dataOf<MergePreview>(await client.get("/api/auth/merge"));
    expect(preview).toMatchObject({
      account: { username: MINA.name },
      guest: { characters: 1, plays: 0, favourites: 0, voices: 0, keys: 0, is_admin: false },
    });
    expect((await meOf(client)).is_guest).toBe(true);
    expect(await names(client)).toEqual([brought]);

    expect((await client.post("/api/auth/merge", { choice: "merge" })).status).toBe(200);
    expect((await meOf(client)).id).toBe((await meOf(first)).id);
    expect((await names(client)).sort()).toEqual([kept, brought].sort());
    const ghost = new TestClient(server.url, { headers: { authorization: `Bearer ${guestToken}` } });
    expect((await ghost.get("/api/characters")).status).toBe(401);
    expect((await client.post("/api/auth/merge", { choice: "merge" })).status).toBe(404);
  });

  it("may leave what they made behind, which is then gone", async () => {
    const { client, kept, brought } = await returning();
    expect((await client.post("/api/auth/merge", { choice: "discard" })).status).toBe(200);
    expect(await names(client)).toEqual([kept]);
    expect((await client.get(`/api/characters/${brought}`)).status).toBe(404);
  });

  it("may stay a guest", async () => {
    const { client, brought } = await returning();
    expect((await client.delete("/api/auth/merge")).status).toBe(200);
    expect((await client.get("/api/auth/merge")).status).toBe(404);
    expect((await meOf(client)).is_guest).toBe(true);
    expect(await names(client)).toEqual([brought]);
  });

  it("another guest cannot decide with that cookie", async () => {
    const { client, kept } = await returning();
    const thief = browser();
    await makeCharacter(thief, "도둑");
    thief.jar.set("pending_merge", client.jar.get("pending_merge") ?? "");
    expect((await thief.get("/api/auth/merge")).status).toBe(404);
    expect((await thief.post("/api/auth/merge", { choice: "merge" })).status).toBe(404);
    expect(await names(thief)).not.toContain(kept);
  });

  it("with nothing of their own is simply signed in", async () => {
    const person = newcomer();
    await signInWithGoogle(browser(), google, person);
    const client = browser();
    await signInWithGoogle(client, google, person);
    expect((await meOf(client)).email).toBe(person.email);
    expect((await client.get("/api/auth/merge")).status).toBe(404);
  });
});

describe("guests", () => {
  it("a program is given a guest's token, a browser its cookie; who is known stays who they are", async () => {
    const program = new TestClient(server.url, { cookies: false });
    const guest = dataOf<Me & { access_token?: string }>(await program.post("/api/auth/guest/login"));
    expect(guest).toMatchObject({ provider: "guest", is_guest: true, email: null });
    const known = new TestClient(server.url, { headers: { authorization: `Bearer ${guest.access_token}` } });
    expect((await meOf(known)).id).toBe(guest.id);

    const client = browser();
    const made = dataOf<Me & { access_token?: string }>(await client.post("/api/auth/guest/login"));
    expect(made.access_token).toBeUndefined();
    expect((await meOf(client)).id).toBe(made.id);
    expect(dataOf<Me>(await client.post("/api/auth/guest/login")).id).toBe(made.id);
  });
});

describe("accounts of this server's own", () => {
  const admin = keptBrowser();
  const login = (client: TestClient, name: string, password: string) =>
    client.post("/api/auth/password/login", { login: name, password });
  const messageOf = (answer: Answer) => answer.json<{ error: { message: string } }>().error.message;
  beforeAll(async () => {
    await signInWithGoogle(admin(), google, newcomer({ email: "boss@forge.example" }));
  });

  it("an admin makes one; it is entered with the name in any case, and nobody else gets in", async () => {
    const account = { login: "Minä.Kim", password: "a long password" };
    const made = dataOf<Me>(await admin().post("/api/admin/accounts", account));
    expect(made).toMatchObject({ username: "Minä.Kim", provider: "password", is_guest: false });
    expect((await admin().post("/api/admin/accounts", { ...account, login: "MINÄ.kim" })).status).toBe(409);
    const client = browser();
    const wrong = await login(client, "minä.kim", "another password");
    const unknown = await login(client, "nobody.here", "another password");
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(messageOf(wrong)).toBe(messageOf(unknown));
    expect((await login(client, "MINÄ.KIM", account.password)).status).toBe(200);
    expect((await meOf(client)).id).toBe(made.id);
  });

  it("strangers make their own only where that is open; a guest keeps what they have", async () => {
    const client = browser();
    const brought = await makeCharacter(client, "가져온 사람");
    const account = { login: "stranger", password: "stranger's word" };
    expect((await client.post("/api/auth/password/register", account)).status).toBe(403);
    expect((await admin().put("/api/admin/registration", { open: true })).status).toBe(200);
    const before = await meOf(client);
    expect((await client.post("/api/auth/password/register", account)).status).toBe(200);
    expect(await meOf(client)).toMatchObject({ id: before.id, username: "stranger", is_guest: false });
    expect((await client.get(`/api/characters/${brought}`)).status).toBe(200);
    expect((await client.post("/api/auth/password/register", account)).status).toBe(403);

    const elsewhere = browser();
    const more = await makeCharacter(elsewhere, "다른 곳에서 만든 사람");
    const arrival = dataOf(await login(elsewhere, account.login, account.password));
    expect(arrival).toEqual({ signed_in: false, decision_needed: true });
    expect((await elsewhere.post("/api/auth/merge", { choice: "merge" })).status).toBe(200);
    expect((await client.get(`/api/characters/${more}`)).status).toBe(200);
  });

  it("a changed password signs everybody else out; an admin sets a new one for who forgot theirs", async () => {
    const account = { login: "forgetful", password: "first password" };
    const { id } = dataOf<Me>(await admin().post("/api/admin/accounts", account));
    const [here, there] = [browser(), browser()];
    for (const client of [here, there]) await login(client, account.login, account.password);
    const change = (current_password: string) =>
      here.put("/api/auth/password", { current_password, new_password: "second password" });
    expect((await change("not it at all")).status).toBe(401);
    expect((await change(account.password)).status).toBe(200);
    expect((await here.get("/api/auth/me")).status).toBe(200);
    expect((await there.get("/api/auth/me")).status).toBe(401);
    const reset = await admin().put(`/api/admin/accounts/${id}/password`, { new_password: "third password" });
    expect(reset.status).toBe(200);
    expect((await here.get("/api/auth/me")).status).toBe(401);
    expect((await login(here, account.login, "third password")).status).toBe(200);
  });

  it("guessing is slowed down, for the right password too", async () => {
    const account = { login: "besieged", password: "the right one" };
    await admin().post("/api/admin/accounts", account);
    const statuses: number[] = [];
    for (let guess = 0; guess < 7; guess += 1)
      statuses.push((await login(browser(), account.login, `guess ${guess}`)).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429]);
    const refused = await login(browser(), account.login, account.password);
    expect([refused.status, Number(refused.headers["retry-after"]) > 0]).toEqual([429, true]);
  });

  it("who was not let in is noted: by what, why and from where, never what was typed", async () => {
    const account = { login: "watched", password: "watched password" };
    const { id } = dataOf<Me>(await admin().post("/api/admin/accounts", account));
    await login(browser(), account.login, "typed in vain");
    await login(browser(), "typed a password here", "typed in vain");
    for (let guess = 0; guess < 7; guess += 1) await login(browser(), "insistent", "typed in vain");
    await signInWithGoogle(browser(), google, "deny");
    expect((await admin().patch(`/api/admin/people/${id}`, { is_blocked: true })).status).toBe(200);
    expect((await login(browser(), account.login, account.password)).status).toBe(403);

    const book = await admin().get("/api/admin/audit?limit=100");
    const { events } = dataOf<AuditPage>(book);
    const failed = events.filter(({ action }) => action === "sign_in.failed");
    const told = failed.map(({ details, target }) => [details.provider, details.reason, target]);
    expect(told).toContainEqual(["password", "wrong", id]);
    expect(told).toContainEqual(["password", "wrong", null]);
    expect(told).toContainEqual(["password", "blocked", id]);
    expect(told.filter(([, reason]) => reason === "too_many_tries").length).toBeGreaterThan(0);
    expect(told.some(([provider]) => provider === "google")).toBe(true);
    expect(new Set(failed.map(({ address }) => address))).toEqual(new Set(["127.0.0.1"]));
    expect(book.text).not.toMatch(/typed (in vain|a password)|watched password/);
  });

  it("a person who is blocked has no key that works, said as plainly as of any other", async () => {
    const account = { login: "key-holder", password: "the holder's word" };
    const { id } = dataOf<Me>(await admin().post("/api/admin/accounts", account));
    const client = browser();
    await login(client, account.login, account.password);
    const { key } = dataOf<{ key: string }>(await client.post("/api/keys", { name: "라디오" }));
    const program = new TestClient(server.url, { headers: { authorization: `Bearer ${key}` } });
    const chat = { model: "alice", messages: [{ role: "user", content: "안녕하세요" }] };
    expect((await program.get("/api/sessions")).status).toBe(200);
    await admin().patch(`/api/admin/people/${id}`, { is_blocked: true });
    const refused = await program.get("/api/sessions");
    expect([refused.status, refused.json()]).toMatchObject([
      401,
      { success: false, error: { code: "UNAUTHENTICATED" } },
    ]);
    const openAi = await program.post("/v1/chat/completions", chat);
    expect([openAi.status, openAi.json()]).toMatchObject([
      401,
      { error: { type: "authentication_error", message: expect.any(String) } },
    ]);
    await admin().patch(`/api/admin/people/${id}`, { is_blocked: false });
    expect((await program.get("/api/sessions")).status).toBe(200);
  });

  it.each([
    ["x", "long enough"],
    ["with space", "long enough"],
    ["<script>", "long enough"],
    [".hidden", "long enough"],
    ["fine", "short"],
  ])("neither %j nor %j passes for an account", async (name, password) => {
    const answer = await admin().post("/api/admin/accounts", { login: name, password });
    expect(answer.status).toBe(400);
  });
});

it("nothing of the way there and back is in the log", () => {
  const log = server.stdout + server.stderr;
  expect(log).toContain("nobody was signed in with Google");
  expect(log).not.toMatch(/4\/0A|ya29\.|GOCSPX|eyJ|gmail\.example|long password|scrypt\$/);
});
