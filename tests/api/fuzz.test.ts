import http from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NextHandler } from "@/lib/http/route";
import { type Answer, TestClient } from "../support/client";
import {
  fitting,
  HOSTILE_BODIES,
  HOSTILE_IDS,
  HOSTILE_QUERIES,
  pick,
  type Random,
  seeded,
  spoiled,
} from "../support/hostile";
import { methodsAt, type RouteFile, routeFiles } from "../support/routes";
import { startServer, type TestServer } from "../support/server";

const SEED = 20_261_121;
/** Requests to each method of each route. */
const TRIES = 10;
const AT_ONCE = 8;
const LONGEST_MS = 10_000;

interface Target extends RouteFile {
  method: string;
  declared: NextHandler["declared"];
}

let server: TestServer;
/** May do everything: what only an admin reaches is tried as well. */
let admin: TestClient;
let targets: Target[];
/** Things that are there, so that what stands behind a found one is tried too. */
let there: Record<string, string>;

beforeAll(async () => {
  server = await startServer({ env: { LLM_SERVICE: "demo", TTS_SERVICE: "embedded" } });
  admin = new TestClient(server.url, { browser: true, keepAlive: true });
  await admin.post("/api/auth/owner", { token: server.ownerLink?.split("#")[1] });
  const made = async (path: string, json: object) =>
    (await admin.post(path, json)).json<{ data: { id: string } }>().data.id;
  const play = await made("/api/sessions", { character_id: "alice" });
  const engine = await made("/api/admin/engines", { kind: "openai", base_url: "http://127.0.0.1:9" });
  there = {
    sessions: play,
    engines: engine,
    characters: await made("/api/characters", { name: "연습" }),
    voices: "default",
  };
  const found = routeFiles().map(async (file) => {
    const handlers = (await import(file.file)) as Record<string, NextHandler>;
    const methods = await methodsAt(admin, file.path.replace(/\[.*?\]/g, "none"));
    return methods.map((method) => ({ ...file, method, declared: handlers[method]?.declared }));
  });
  targets = (await Promise.all(found)).flat();
});
afterAll(() => server.close());

/** The route's address with something hostile in the place of its parameters, sometimes with what is there. */
function hostileAddress(random: Random, { path, method }: Target): string {
  const kind = /(\w+)\/\[/.exec(path)?.[1] ?? "";
  const isReal = method !== "DELETE" && random() < 0.6;
  let place = 0;
  const filled = path.replace(/\[.*?\]/g, () => {
    place += 1;
    return place === 1 && isReal && there[kind] ? there[kind] : pick(random, HOSTILE_IDS);
  });
  return filled + (random() < 0.4 ? pick(random, HOSTILE_QUERIES) : "");
}

interface Try {
  name: string;
  address: string;
  method: string;
  body: string | Uint8Array | undefined;
  headers: Record<string, string>;
}

function attempt(random: Random, target: Target): Try {
  const { method } = target;
  const address = hostileAddress(random, target);
  const base = { name: `${method} ${target.path}`, address, method };
  if (method === "GET") return { ...base, body: undefined, headers: {} };
  const body = target.declared?.body;
  if (!body || random() < 0.3) {
    const raw = pick(random, HOSTILE_BODIES);
    return { ...base, body: raw.body, headers: { "content-type": raw.type } };
  }
  const json = JSON.stringify(spoiled(random, fitting(body)));
  return { ...base, body: json, headers: { "content-type": "application/json" } };
}

/** What is wrong with the answer; null for one of ours. */
function fault({ status, text }: Pick<Answer, "status" | "text">, address: string): string | null {
  if (status < 400) return null;
  let answer: { success?: boolean; error?: { code?: string; message?: string; type?: string } };
  try {
    answer = JSON.parse(text);
  } catch {
    return "no JSON";
  }
  const { code, message, type } = answer.error ?? {};
  if (typeof code !== "string" || !message) return "no error";
  if (address.startsWith("/v1/") ? typeof type !== "string" : answer.success !== false) return "no envelope";
  if (/internal_error|generation_failed/i.test(code)) return code;
  return /\bat \S+:\d+|node_modules|SQLITE|\/tmp\//.test(text) ? "tells too much" : null;
}

describe("whatever comes in", () => {
  it("every route answers in time, in its envelope, and never with an error of ours", async () => {
    expect(targets.length).toBeGreaterThan(80);
    const random = seeded(SEED);
    const tries = targets.flatMap((target) => Array.from({ length: TRIES }, () => attempt(random, target)));
    const wrong: string[] = [];
    const statuses = new Set<number>();
    const work = async () => {
      for (let next = tries.pop(); next; next = tries.pop()) {
        const { name, address, method, body, headers } = next;
        const signal = AbortSignal.timeout(LONGEST_MS);
        // Whoever signs out, signs in or deletes themselves is not asked again.
        const isLeaving = /auth\/(logout|password)|users\/me$/.test(name);
        const answer = await (isLeaving ? new TestClient(server.url, { browser: true }) : admin)
          .request(method, address, { headers, signal, ...(body === undefined ? {} : { body }) })
          .catch((error: Error) => `${error.name}: ${error.message}`);
        if (typeof answer !== "string") statuses.add(answer.status);
        const what = typeof answer === "string" ? answer : fault(answer, address);
        if (!what) continue;
        const said = typeof answer === "string" ? "" : `${answer.status} ${answer.text.slice(0, 100)}`;
        const sent = typeof body === "string" ? body.slice(0, 200) : (headers["content-type"] ?? "");
        wrong.push(`${name}: ${what} ${said} for ${address.slice(0, 120)} ${sent}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    expect(wrong).toEqual([]);
    // It went through the doors, and past them.
    for (const status of [200, 400, 404, 415]) expect(statuses).toContain(status);
    expect(server.stderr).not.toMatch(/unhandled/i);
    expect((await admin.get("/api/health/ready")).status).toBe(200);
  }, 60_000);

  it("a body that trickles in is judged as any other, and holds up nobody", async () => {
    const random = seeded(SEED + 1);
    const writing = targets.filter(({ method }) => method !== "GET" && method !== "DELETE");
    const slow = Array.from({ length: 24 }, () => attempt(random, pick(random, writing)));
    const others = Promise.all(Array.from({ length: 20 }, () => admin.get("/api/health/live")));
    const answers = slow.map(async ({ name, address, method, body = "{}", headers }) => {
      if (/auth\/|users\/me$/.test(name)) return null;
      const answer = await trickled(server.url + address, method, Buffer.from(body), headers);
      const what = fault(answer, address);
      return what && `${name}: ${what} ${answer.status} ${answer.text.slice(0, 100)}`;
    });
    expect((await others).map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect((await Promise.all(answers)).filter(Boolean)).toEqual([]);
  }, 60_000);
});

/** Sends a body in pieces, with a pause before each, and the session of the one who may do everything. */
function trickled(
  address: string,
  method: string,
  body: Buffer,
  headers: Record<string, string>,
): Promise<Pick<Answer, "status" | "text">> {
  const session = { cookie: `access_token=${admin.jar.get("access_token")}`, origin: server.url };
  const piece = Math.max(1, Math.ceil(body.length / 5));
  return new Promise((resolve, reject) => {
    const request = http.request(address, { method, headers: { ...headers, ...session } });
    request.setTimeout(LONGEST_MS, () => request.destroy(new Error("no answer in time")));
    // A body that is refused half way is not read on: the answer counts, if it comes.
    request.once("error", (error) => setTimeout(() => reject(error), 1000));
    request.once("response", async (response) => {
      const chunks = (await response.toArray()) as Buffer[];
      resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") });
    });
    const send = (from: number): void => {
      if (from >= body.length) request.end();
      else request.write(body.subarray(from, from + piece), () => setTimeout(send, 40, from + piece));
    };
    send(0);
  });
}
