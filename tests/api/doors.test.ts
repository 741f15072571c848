import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestClient } from "../support/client";
import { startServer, type TestServer } from "../support/server";
import type { ChatData, Failure } from "../support/stage";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ env: { CORS_ORIGINS: "https://friend.example" } });
});
afterAll(() => server.close());

const person = () => new TestClient(server.url, { browser: true });
const program = () => new TestClient(server.url, { cookies: false });
const hello = { messages: [{ role: "user", content: "안녕하세요" }], character_id: "hong-gildong" };

describe("who is calling", () => {
  it("a page gives its browser a session, a read makes nobody, a write makes a guest", async () => {
    const reader = person();
    expect((await reader.get("/api/sessions")).status).toBe(200);
    expect(reader.jar.size).toBe(0);
    expect((await reader.get("/api/auth/me")).status).toBe(401);
    const page = await reader.get("/", { headers: { accept: "text/html" } });
    expect(String(page.headers["set-cookie"])).toMatch(/access_token=.*HttpOnly; SameSite=Lax/);
    const me = (await reader.get("/api/auth/me")).json<{
      is_guest: boolean;
      is_admin: boolean;
      data: { provider: string };
    }>();
    expect(me).toMatchObject({ is_guest: true, is_admin: false, data: { provider: "guest" } });
    const writer = person();
    expect((await writer.post("/api/sessions", { character_id: "alice" })).status).toBe(200);
    expect(writer.jar.has("access_token")).toBe(true);
  });

  it("a session's value is a bearer token too; one that is not ours is 401", async () => {
    const owner = person();
    await owner.post("/api/sessions", { character_id: "alice" });
    const headers = { authorization: `Bearer ${owner.jar.get("access_token")}` };
    const listed = (await program().get("/api/sessions", { headers })).json<{
      data: { sessions: unknown[] };
    }>();
    expect(listed.data.sessions).toHaveLength(1);
    expect(
      (await program().get("/api/sessions", { headers: { authorization: "Bearer nonsense" } })).status,
    ).toBe(401);
  });

  it("what is another's is not there: plays, lines, sound, turns", async () => {
    const owner = person();
    const said = (await owner.post("/api/chat", hello)).json<{ data: ChatData }>().data;
    const events = [];
    for await (const event of owner.events("/api/chat/stream", {
      json: { ...hello, session_id: said.session_id },
    }))
      events.push(event);
    const turn = events.find((event) => event.type === "turn");
    const turnId = turn?.type === "turn" ? turn.data.turn_id : "";
    for (const other of [person(), program()]) {
      for (const path of [
        `/api/sessions/${said.session_id}`,
        `/api/sessions/${said.session_id}/messages`,
        said.audio_url ?? "",
        `/api/chat/stream/${turnId}`,
      ]) {
        const answer = await other.get(path);
        expect([path, answer.status, answer.json<Failure>().error.code]).toEqual([path, 404, "NOT_FOUND"]);
      }
      const writes = [
        other.post("/api/chat", { ...hello, session_id: said.session_id }),
        other.patch(`/api/sessions/${said.session_id}`, { title: "내 것" }),
        other.post(`/api/chat/turns/${turnId}/cancel`, {}),
        other.post(`/api/sessions/${said.session_id}/messages/${said.message_id}/continue`, {}),
      ];
      for (const answer of await Promise.all(writes)) expect(answer.status).toBe(404);
    }
    expect((await owner.get(said.audio_url ?? "")).status).toBe(200);
  });

  it("anonymous plays are found by their id and never listed", async () => {
    const said = (await program().post("/api/chat", hello)).json<{ data: ChatData }>().data;
    expect((await program().get(`/api/sessions/${said.session_id}`)).status).toBe(200);
    expect(
      (await program().get("/api/sessions")).json<{ data: { sessions: unknown[] } }>().data.sessions,
    ).toEqual([]);
  });

  it("a write from another site is refused, unless the operator named the site", async () => {
    const headers = { origin: "https://evil.example" };
    const refused = await program().post("/api/chat", hello, { headers });
    expect(refused.status).toBe(403);
    expect(refused.headers["access-control-allow-origin"]).toBeUndefined();
    const friend = { origin: "https://friend.example" };
    const allowed = await program().post("/api/sessions", { character_id: "alice" }, { headers: friend });
    expect(allowed.status).toBe(200);
    expect(allowed.headers["access-control-allow-origin"]).toBe("https://friend.example");
    const preflight = await program().request("OPTIONS", "/api/chat", { headers: friend });
    expect(preflight.status).toBe(204);
    expect(preflight.headers["access-control-allow-credentials"]).toBe("true");
    expect(allowed.headers["cross-origin-resource-policy"]).toBe("cross-origin");
  });

  it("a foreign Host is refused: a page of another name cannot be pointed at this server", async () => {
    const answer = await program().get("/api/health", { headers: { host: "evil.example" } });
    expect(answer.status).toBe(403);
  });
});

describe("what may run", () => {
  const page = async (path: string) => {
    const { headers, text } = await person().get(path, { headers: { accept: "text/html" } });
    const policy = String(headers["content-security-policy"]);
    return { policy, nonce: /'nonce-([^']+)'/.exec(policy)?.[1], text };
  };

  it("a page's scripts carry a nonce of this one answer, and nothing else inline runs", async () => {
    // The id of a play may look like a file's name.
    for (const path of ["/", "/play/a.b", "/nothing.php"]) {
      const [one, two] = [await page(path), await page(path)];
      expect(one.nonce).toMatch(/^[\w+/]{22}==$/);
      expect(one.nonce).not.toBe(two.nonce);
      const scripts = one.text.match(/<script\b[^>]*>/g) ?? [];
      expect(scripts.length).toBeGreaterThan(1);
      expect(scripts.filter((tag) => !tag.includes(`nonce="${one.nonce}"`))).toEqual([]);
      expect(one.policy).toMatch(/; script-src 'self' 'nonce-[^']+' 'strict-dynamic';/);
      expect(one.policy).toContain("frame-ancestors 'none'");
    }
  });

  it("nothing of the API or of a file runs", async () => {
    for (const path of ["/api/health", "/api/nothing", "/portraits/alice.svg", "/v1/models"]) {
      const { policy } = await page(path);
      expect([path, policy]).toEqual([path, expect.stringMatching(/^default-src 'none'; (?!.*script-src)/)]);
    }
  });
});

describe("the owner", () => {
  it("opens the printed link once, and is an admin from then on", async () => {
    const token = server.ownerLink?.split("#")[1] ?? "";
    expect(server.stdout.match(/^Owner link: /gm)).toHaveLength(1);
    const owner = person();
    expect((await owner.get("/api/admin/engines")).status).toBe(401);
    expect((await owner.post("/api/auth/owner", { token: "wrong" })).status).toBe(403);
    expect((await owner.get("/api/admin/engines")).status).toBe(403);
    expect((await owner.post("/api/auth/owner", { token })).status).toBe(200);
    expect((await owner.get("/api/admin/engines")).status).toBe(200);
    expect((await owner.get("/api/auth/me")).json<{ is_admin: boolean }>().is_admin).toBe(true);
    expect((await person().post("/api/auth/owner", { token })).status).toBe(403);
    expect(server.stderr).not.toContain(token);
    const spoken = await owner.post("/api/tts", {
      text: "가나다",
      ref_audio_path: "/x.wav",
      prompt_text: "가",
    });
    expect(spoken.status).toBe(200);
    await server.restart();
    expect(server.stdout.match(/^Owner link: /gm)).toHaveLength(1);
    expect((await owner.get("/api/admin/engines")).status).toBe(200);
  });

  it("others never choose paths", async () => {
    const answer = await person().post("/api/tts", { text: "가나다", ref_audio_path: "/etc/passwd" });
    expect(answer.status).toBe(403);
  });
});

describe("what comes in", () => {
  const bad: [string, number, string, RequestInit & { path?: string }][] = [
    ["malformed JSON", 400, "VALIDATION_ERROR", { body: "{" }],
    ["no body", 400, "VALIDATION_ERROR", {}],
    ["a list", 400, "VALIDATION_ERROR", { body: "[]" }],
    ["no messages", 400, "VALIDATION_ERROR", { body: '{"messages":[]}' }],
    ["an unknown role", 400, "VALIDATION_ERROR", { body: '{"messages":[{"role":"tool","content":"x"}]}' }],
    ["a bad session id", 400, "VALIDATION_ERROR", { body: JSON.stringify({ ...hello, session_id: "../x" }) }],
    ["hostile depth", 400, "VALIDATION_ERROR", { body: `${"[".repeat(200_000)}${"]".repeat(200_000)}` }],
    ["prototype keys", 400, "VALIDATION_ERROR", { body: '{"__proto__":{"messages":[]}}' }],
    [
      "an unknown character",
      404,
      "NOT_FOUND",
      { body: JSON.stringify({ ...hello, character_id: "nobody" }) },
    ],
    ["over 8 MB", 413, "PAYLOAD_TOO_LARGE", { body: JSON.stringify({ x: "가".repeat(3_000_000) }) }],
    [
      "over Next's own limit",
      413,
      "PAYLOAD_TOO_LARGE",
      { body: JSON.stringify({ x: "x".repeat(12_000_000) }) },
    ],
    [
      "another kind",
      415,
      "UNSUPPORTED_MEDIA_TYPE",
      { body: "a=b", headers: { "content-type": "application/x-www-form-urlencoded" } },
    ],
  ];
  it.each(bad)("%s is %i %s", async (_name, status, code, { body, headers }) => {
    const answer = await program().request("POST", "/api/chat", {
      ...(body === undefined ? {} : { body: String(body) }),
      headers: { "content-type": "application/json", ...(headers as Record<string, string>) },
    });
    expect(answer.json<Failure>()).toMatchObject({ success: false, error: { code } });
    expect(answer.status).toBe(status);
    expect(answer.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("null means absent, unknown fields are ignored, empty optional strings are absent", async () => {
    const json = {
      ...hello,
      persona: null,
      scenario: { opponent: "", situation: null },
      model: "",
      more: { x: 1 },
    };
    expect((await program().post("/api/chat", json)).status).toBe(200);
  });

  it("says what is wrong with each field, in the person's language", async () => {
    const json = { messages: [{ role: "user", content: "" }], temperature: 3 };
    const say = async (language: string) =>
      (await program().post("/api/chat", json, { headers: { "accept-language": language } })).json<Failure>()
        .error;
    const [ko, en] = [await say("ko"), await say("en-GB,en;q=0.8")];
    expect(ko.message).toMatch(/[가-힣]/);
    expect(en.message).toMatch(/^[\x20-\x7e]+$/);
    expect((en.details as { path: string }[]).map((detail) => detail.path)).toEqual([
      "messages.0.content",
      "temperature",
    ]);
    expect(JSON.stringify(ko.details)).toMatch(/[가-힣]/);
  });

  it("unknown paths and methods have the envelope", async () => {
    expect((await program().get("/api/nothing/here")).json<Failure>().error.code).toBe("NOT_FOUND");
    const wrong = await program().delete("/api/chat");
    expect(wrong.status).toBe(405);
    expect(wrong.headers.allow).toBe("POST");
    expect(wrong.json<Failure>().error.code).toBe("METHOD_NOT_ALLOWED");
  });

  it("text nothing can be said of, and a voice there is not, are told", async () => {
    expect((await program().post("/api/tts", { text: "… ~ 😊" })).status).toBe(400);
    const missing = await program().post("/api/tts", { text: "가나다", voice_id: "nobody" });
    expect(missing.status).toBe(404);
    expect(missing.json<Failure>().error.message).toContain("hong-gildong");
  });

  it("half a surrogate and a NUL do no harm", async () => {
    const json = { ...hello, messages: [{ role: "user", content: "가\u0000나 \ud83d" }] };
    expect((await program().post("/api/chat", json)).status).toBe(200);
  });
});

describe("presets", () => {
  it("are ten or more, each complete, in the request's language; they are not changed here", async () => {
    const names = new Set<string>();
    for (const language of ["ko", "en", "ja", "zh"]) {
      const headers = { "accept-language": language };
      const { data } = (await program().get("/api/characters/presets", { headers })).json<{
        data: { characters: { id: string; name: string; persona: string }[] };
      }>();
      expect(data.characters.length).toBeGreaterThanOrEqual(10);
      expect(data.characters.every((character) => character.persona.length > 100)).toBe(true);
      names.add(data.characters[0]?.name ?? "");
      for (const { id } of data.characters)
        expect((await program().get(`/api/characters/${id}`)).status).toBe(200);
    }
    expect(names.size).toBeGreaterThan(1);
    expect((await person().put("/api/characters/alice", { name: "x" })).status).toBe(403);
    expect((await person().delete("/api/characters/nobody")).status).toBe(404);
  });
});

it("a server that does not listen on loopback lets no nameless program in", async () => {
  const open = await startServer({ env: { BIND_ADDRESS: "0.0.0.0" } });
  try {
    const nobody = new TestClient(open.url, { cookies: false });
    expect((await nobody.post("/api/chat", hello)).status).toBe(401);
    expect((await nobody.get("/api/health")).status).toBe(200);
    expect(
      (await new TestClient(open.url, { browser: true }).post("/api/sessions", { character_id: "alice" }))
        .status,
    ).toBe(200);
  } finally {
    await open.close();
  }
});

describe("the API's documentation", () => {
  it("is served from here alone, and what it loads may make its styles", async () => {
    const reader = person();
    for (const path of ["/docs", "/redoc"]) {
      const page = await reader.get(path, { headers: { accept: "text/html" } });
      expect([path, page.status]).toEqual([path, 200]);
      expect(page.headers["content-security-policy"]).toMatch(/nonce-/);
    }
    const redoc = await reader.get("/api/docs/redoc.js");
    expect(redoc.text).not.toContain("cdn.redoc.ly");
    expect(redoc.text).toContain('r.nc=document.querySelector("script[nonce]")');
    expect((await reader.get("/api/docs/swagger-ui.js")).text).toContain("SwaggerUIBundle");
    expect((await reader.get("/api/docs/swagger-ui.css")).headers["content-type"]).toMatch(/^text\/css/);
    for (const other of ["index.html", "..%2Fpackage.json", "constructor"])
      expect((await reader.get(`/api/docs/${other}`)).status).toBe(404);
  });
});
