import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { createSessionTokens } from "@/lib/auth/session-token";
import { AppError } from "@/lib/contract/app-error";
import { methods, route } from "@/lib/http/route";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { temporaryDatabase } from "../../db/database-fixture";

const KEY = Symbol.for("avatar-forge.services");
const shared = globalThis as { [KEY]?: unknown };
const { db } = temporaryDatabase();
const tokens = createSessionTokens("secret");
const logged: { level: string; entry: Record<string, unknown> }[] = [];
const log = (level: string) => (entry: Record<string, unknown>) => logged.push({ level, entry });
const settings = {
  publicUrl: "http://forge.example",
  corsOrigins: ["https://friend.example"],
  allowAnonymousApi: true,
};
const letGo = vi.fn();

beforeAll(() => {
  shared[KEY] = Promise.resolve({ settings, tokens, db, logger: { info: log("info"), error: log("error") } });
});
afterAll(() => {
  delete shared[KEY];
});

const failing = (error: unknown) =>
  route({ access: "public" }, async () => {
    throw error;
  });
const api = methods({
  GET: route({ access: "reader" }, async ({ actor, params }) => ({ actor: actor?.kind ?? null, ...params })),
  POST: route({ access: "caller", body: z.object({ text: z.string() }) }, async ({ body }) => body),
  PUT: route({ access: "public", body: z.object({}).default({}) }, async ({ body }) => body),
  DELETE: route({ access: "admin" }, async () => null),
});

const at = "http://forge.example/api/thing";
const ask = (method: string, init: RequestInit & { headers?: Record<string, string> } = {}) =>
  new Request(at, { method, ...init });
const post = (body: string, headers: Record<string, string> = {}) =>
  api.POST(ask("POST", { body, headers: { "content-type": "application/json", ...headers } }), {});
interface Failure {
  error: { code: string; message: string; details?: { path: string; message: string }[] };
}
const failure = async (response: Response) => ((await response.json()) as Failure).error;

describe("every answer", () => {
  it.each([
    ["200", () => api.GET(ask("GET"), {})],
    ["HEAD", () => api.GET(ask("HEAD"), {})],
    ["OPTIONS", () => api.OPTIONS(ask("OPTIONS"), {})],
    ["405", () => api.PATCH(ask("PATCH"), {})],
    ["400", () => post("{")],
    ["403", () => post("{}", { origin: "https://evil.example" })],
    ["500", () => failing(new Error("x"))(ask("GET"), {})],
  ])("has an id of its own: %s", async (_what, make) => {
    const ids = [(await make()).headers.get("x-request-id"), (await make()).headers.get("x-request-id")];
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(ids[1]).not.toBe(ids[0]);
  });

  it("is not kept by anyone unless it says so itself", async () => {
    for (const response of [
      await api.GET(ask("GET"), {}),
      await api.PATCH(ask("PATCH"), {}),
      await post("{"),
    ])
      expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it("of HEAD has the head alone, and lets go of what would have made the body", async () => {
    const body = () => new ReadableStream({ cancel: letGo });
    const { GET } = methods({
      GET: route({ access: "public" }, async () => new Response(body(), { headers: { ETag: '"a"' } })),
    });
    const head = await GET(ask("HEAD"), {});
    expect([head.status, head.headers.get("etag"), head.body]).toEqual([200, '"a"', null]);
    expect(letGo).toHaveBeenCalledOnce();
  });

  it("to a named friend's page may be read by it, its id too; to nobody else's", async () => {
    for (const make of [api.GET, api.OPTIONS, api.PATCH]) {
      const friend = await make(ask("GET", { headers: { origin: "https://friend.example" } }), {});
      expect(friend.headers.get("access-control-allow-origin")).toBe("https://friend.example");
      expect(friend.headers.get("access-control-expose-headers")).toContain("X-Request-Id");
      expect(friend.headers.get("vary")).toBe("Origin");
      const other = await make(ask("GET", { headers: { origin: "https://evil.example" } }), {});
      expect(other.headers.get("access-control-allow-origin")).toBeNull();
    }
  });
});

it("405 says what there is", async () => {
  const refused = await api.PATCH(ask("PATCH", { headers: { "accept-language": "en" } }), {});
  expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, POST, PUT, DELETE"]);
  expect((await failure(refused)).code).toBe("METHOD_NOT_ALLOWED");
});

describe("a body", () => {
  it.each([
    ["that is cut", '{"text":', 400],
    ["of another shape", '{"text":5}', 400],
    ["that is absent", "", 400],
    ["nested without end", `{"text":${"[".repeat(100)}`, 400],
    ["that fits", '{"text":"안녕","more":null}', 200],
  ])("%s", async (_what, body, status) => {
    expect((await post(body)).status).toBe(status);
  });

  it("that does not fit is told field by field, in the caller's language, and not repeated", async () => {
    const { code, details } = await failure(await post('{"text":12345678}', { "accept-language": "en" }));
    expect([code, details?.[0]?.path]).toEqual(["VALIDATION_ERROR", "text"]);
    expect(JSON.stringify(details)).not.toContain("12345678");
    const korean = await failure(await post('{"text":5}'));
    expect(korean.message).toMatch(/[가-힣]/);
  });

  it("may be absent where nothing in it is needed", async () => {
    expect((await api.PUT(ask("PUT"), {})).status).toBe(200);
  });

  it("of another kind, or too long, is refused before it is read", async () => {
    expect((await post("{}", { "content-type": "text/html" })).status).toBe(415);
    expect((await post("{}", { "content-length": String(9 * 2 ** 20) })).status).toBe(413);
    expect((await post(`{"text":"${"a".repeat(8 * 2 ** 20)}"}`)).status).toBe(413);
  });
});

describe("who may", () => {
  it("a read makes nobody, a write a guest, an admin's is refused to others", async () => {
    const headers = { "sec-fetch-site": "same-origin" };
    const read = await api.GET(ask("GET", { headers }), {});
    expect([read.headers.get("set-cookie"), await read.json()]).toEqual([
      null,
      { success: true, data: { actor: null } },
    ]);
    expect((await post('{"text":"a"}', headers)).headers.get("set-cookie")).toMatch(/^access_token=/);
    expect((await api.DELETE(ask("DELETE"), {})).status).toBe(403);
    expect((await api.DELETE(ask("DELETE", { headers: { authorization: "Bearer no" } }), {})).status).toBe(
      401,
    );
  });
});

describe("a failure", () => {
  const call = async (error: unknown) => {
    logged.length = 0;
    const response = await failing(error)(ask("GET", { headers: { "accept-language": "en" } }), {});
    return { response, error: await failure(response) };
  };

  it.each([
    [new UpstreamError("unreachable", "x"), 503, "5"],
    [new UpstreamError("saturated", "x", { retryAfterMs: 1200 }), 503, "2"],
    [new AppError("SERVICE_UNAVAILABLE"), 503, "5"],
    [new AppError("CAPACITY_REACHED", { retryAfterMs: 30_000 }), 503, "30"],
    [new AppError("RATE_LIMITED"), 429, "5"],
    [new UpstreamError("timeout", "x"), 504, null],
    [new UpstreamError("malformed", "x"), 502, null],
    [Object.assign(new Error("x"), { code: "SQLITE_FULL" }), 507, null],
    [new Error("x"), 500, null],
  ])("%s is %i, asked again after %s", async (error, status, retryAfter) => {
    const { response } = await call(error);
    expect([response.status, response.headers.get("retry-after")]).toEqual([status, retryAfter]);
  });

  it("of ours is logged with the answer's id and told without its words", async () => {
    const { response, error } = await call(new Error("/srv/forge/secret.txt is missing"));
    expect(JSON.stringify(error)).not.toContain("secret.txt");
    expect(logged).toMatchObject([
      { level: "error", entry: { requestId: response.headers.get("x-request-id"), path: "/api/thing" } },
    ]);
  });

  it("of an engine's is told in its own words, without addresses and folders", async () => {
    const engineMessage = "no model at http://user@gpu:1/x in /home/me/models/a.bin";
    const { error } = await call(new UpstreamError("rejected", "engine answered 400", { engineMessage }));
    expect(error.message).toContain("no model at");
    expect(error.message).not.toMatch(/gpu|home/);
  });
});
