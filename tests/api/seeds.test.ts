import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestClient } from "../support/client";
import { startServer, type TestServer } from "../support/server";
import { type ChatData, loudness, openStage, type Stage } from "../support/stage";

interface SeedRequest {
  title: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** The first version's own example requests, byte for byte. */
function seedRequests(): SeedRequest[] {
  const file = readFileSync(path.join(import.meta.dirname, "../fixtures/seed-examples.http"), "utf8");
  return file.split(/^###.*\n?/m).flatMap((block) => {
    const [, method, target, rest = ""] = /^\s*(GET|POST) (\S+)\n?([\s\S]*)$/.exec(block) ?? [];
    if (!method || !target) return [];
    const [head = "", ...body] = rest.split("\n\n");
    const headers = Object.fromEntries(
      head
        .split("\n")
        .filter((line) => line.includes(": "))
        .map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 2)]),
    );
    const text = body.join("\n\n").trim();
    return [{ title: `${method} ${target}`, method, path: target, headers, body: text || undefined }];
  });
}

/** Follow with their own issues: characters one makes, and the OpenAPI document. */
const LATER = new Set(["POST /api/characters", "GET /api/openapi.json"]);
const requests = seedRequests().filter((request) => !LATER.has(request.title));

function itAnswersTheSeeds(client: () => TestClient) {
  it.each(requests)("$title answers 200", async ({ method, path: target, headers, body }) => {
    const answer = await client().request(method, target, { headers, body });
    expect(answer.text).not.toContain('"success":false');
    expect(answer.status).toBe(200);
  });

  it("what chat and speech return can be fetched by the same client", async () => {
    const [chat, speech] = requests.filter((request) => request.method === "POST");
    if (!chat || !speech) throw new Error("the fixture has lost its requests");
    const said = await client().request("POST", chat.path, { headers: chat.headers, body: chat.body });
    const { data } = said.json<{ data: ChatData }>();
    expect(data.content).not.toBe("");
    expect(data.session_id).toBe("uuid-string");
    const lines = await client().get(`/api/sessions/${data.session_id}/messages`);
    expect(lines.json<{ data: { messages: { content: string }[] } }>().data.messages.at(-1)?.content).toBe(
      data.content,
    );
    const whole = await client().get(data.audio_url ?? "");
    expect(whole.status).toBe(200);
    expect(loudness(whole.bytes)).toBeGreaterThan(0.01);
    const spoken = await client().request("POST", speech.path, {
      headers: speech.headers,
      body: speech.body,
    });
    const file = spoken.json<{ data: { audio_url: string; file_size: number; duration: number } }>().data;
    const sound = await client().get(file.audio_url);
    expect(sound.bytes.length).toBe(file.file_size);
    expect(file.duration).toBeGreaterThan(0.5);
    expect(loudness(sound.bytes)).toBeGreaterThan(0.01);
  });
}

describe("on the simulators", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());
  itAnswersTheSeeds(() => stage.program);

  it("the model nobody has is answered by the default, and said", async () => {
    const chat = requests.find((request) => request.path === "/api/chat");
    const said = await stage.program.request("POST", "/api/chat", {
      headers: chat?.headers,
      body: chat?.body,
    });
    const { data } = said.json<{ data: ChatData }>();
    expect(data.model).toBe("gemma3:12b");
    expect(data.notices.map((notice) => notice.code)).toContain("MODEL_REPLACED");
  });
});

describe("on the demo cast", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());
  itAnswersTheSeeds(() => new TestClient(server.url, { cookies: false }));
});
