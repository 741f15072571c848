import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { authenticated } from "@/lib/auth/actor";
import type { Message } from "@/lib/contract/session";
import { createServices } from "@/lib/services";
import { startOllama } from "../engines/ollama";
import { TestClient } from "../support/client";
import { startServer } from "../support/server";
import { bareEnvironment, blankSettings, ROOT } from "../support/settings";
import { until } from "../support/stage";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "avatar-forge-start-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(settings: Record<string, string>) {
  const env = { ...bareEnvironment(), ...blankSettings(), DATA_DIR: path.join(folder, "data"), ...settings };
  return spawnSync(process.execPath, ["scripts/serve.mjs"], {
    cwd: ROOT,
    env: env as unknown as NodeJS.ProcessEnv,
    encoding: "utf8",
    timeout: 45_000,
  });
}

describe("a setting that cannot be used ends the start with one sentence that names it", () => {
  it.each([
    ["PORT", "abc"],
    ["OLLAMA_BASE_URL", "localhost"],
    ["LLM_SERVICE", "gpt"],
    ["TTS_SERVICE", "espeak"],
    ["PUBLIC_URL", "forge.example/path"],
    ["ALLOW_ANONYMOUS_API", "maybe"],
    ["DATABASE_URL", "postgres://x"],
    ["TLS_CERT", "cert.pem"],
  ])("%s=%s", (name, value) => {
    const { status, stderr } = start({ [name]: value });
    const told = stderr.trim().split("\n").at(-1) ?? "";
    expect(status).toBe(1);
    expect(told).toContain(name);
    expect(told).toMatch(/[.]$/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("a secret is not printed", () => {
    expect(start({ TLS_CERT: "a", TLS_KEY: "b", METRICS_TOKEN: "hush" }).stderr).not.toContain("hush");
  });
});

it("a taken port and a folder that cannot be written are one sentence each", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const taken = start({ PORT: String((other.address() as AddressInfo).port) });
  other.close();
  expect(taken.status).toBe(1);
  expect(taken.stderr).toMatch(/PORT/);
  const file = path.join(folder, "a-file");
  writeFileSync(file, "");
  const unwritable = start({ PORT: "0", DATA_DIR: path.join(file, "data") });
  expect(unwritable.status).toBe(1);
  expect(unwritable.stderr).toMatch(/DATA_DIR/);
  expect(unwritable.stderr).not.toMatch(/^\s+at /m);
});

it("kill -9 in the middle of an answer: the line and every finished sentence are there, marked interrupted", async () => {
  const ollama = await startOllama({ speed: 2 });
  const server = await startServer({ env: { OLLAMA_BASE_URL: ollama.url } });
  try {
    const person = new TestClient(server.url, { browser: true });
    await until(async () => (await person.get("/api/chat/models")).text.includes("ollama"));
    const json = { messages: [{ role: "user", content: "잊지 말아 주시오." }], character_id: "hong-gildong" };
    let playId = "";
    const finished: string[] = [];
    const reading = (async () => {
      for await (const event of person.events("/api/chat/stream", { json })) {
        if (event.type === "turn") playId = event.data.session_id;
        if (event.type === "segment") finished.push(event.data.text);
        if (finished.length === 3) await server.kill9();
      }
    })();
    await reading.catch(() => undefined);
    expect(finished.length).toBeGreaterThanOrEqual(3);
    await server.restart();
    const { messages } = (await person.get(`/api/sessions/${playId}/messages`)).json<{
      data: { messages: Message[] };
    }>().data;
    expect(messages.map((message) => message.role)).toEqual(["user", "assistant"]);
    expect(messages[0]?.content).toBe("잊지 말아 주시오.");
    expect(messages[1]?.status).toBe("interrupted");
    for (const text of finished) expect(messages[1]?.content).toContain(text);
    const sound = await person.get(messages[1]?.segments[0]?.audio_url ?? "");
    expect(sound.status).toBe(200);
    await until(async () => (await person.get("/api/chat/models")).text.includes("ollama"));
    const goesOn = [];
    for await (const event of person.events(`/api/sessions/${playId}/messages/${messages[1]?.id}/continue`, {
      json: {},
    }))
      goesOn.push(event.type);
    expect(goesOn.at(-1)).toBe("done");
  } finally {
    await server.close();
    await ollama.close();
  }
});

it("an engine that starts later is taken up by itself", async () => {
  const ollama = await startOllama({ speed: 10 });
  await ollama.stop();
  const server = await startServer({ env: { OLLAMA_BASE_URL: ollama.url } });
  try {
    const person = new TestClient(server.url, { browser: true });
    const messages = [{ role: "user", content: "안녕하시오" }];
    const model = async () =>
      (await person.post("/api/chat", { messages, tts_enabled: false })).json<{ data: { model: string } }>()
        .data.model;
    expect(await model()).toBe("demo-cast");
    await ollama.restart();
    expect(await model()).toBe("gemma3:12b");
  } finally {
    await server.close();
    await ollama.close();
  }
});

describe("a disk that is nearly full", () => {
  it.each([
    ["under 64 MiB a new line is refused before the engine is called", 40, 507],
    ["under 512 MiB speech plays and is not kept", 300, 200],
  ])("%s", async (_name, freeMiB, status) => {
    const environment = {
      ...blankSettings(),
      DATA_DIR: mkdtempSync(path.join(folder, "full-")),
      LOG_LEVEL: "silent",
    };
    let free = 10_000;
    const services = await createServices({ environment, freeBytes: async () => free * 2 ** 20 });
    try {
      const actor = authenticated({ id: "11111111-1111-4111-8111-111111111111", kind: "guest" });
      const play = await services.conversation.createPlay(actor, {
        characterId: "hong-gildong",
        scenario: undefined,
        language: "ko",
        voiceId: undefined,
      });
      free = freeMiB;
      const { chatRequest } = await import("@/lib/contract/chat");
      const request = chatRequest.parse({
        session_id: play.id,
        messages: [{ role: "user", content: "안녕하시오." }],
      });
      const answer = services.conversation.answer(actor, "ko", request);
      if (status === 507) {
        await expect(answer).rejects.toMatchObject({ code: "INSUFFICIENT_STORAGE" });
        const { messages } = await services.conversation.room(actor, play.id);
        expect(messages).toHaveLength(1);
        return;
      }
      await answer;
      const { openSound } = await import("@/lib/speech/say");
      const { messages } = await services.conversation.room(actor, play.id);
      const fileId = /audio\/(.{36})/.exec(messages.at(-1)?.segments[0]?.audio_url ?? "")?.[1] ?? "";
      const sound = await openSound(services.say, actor, fileId);
      expect(sound.kind).toBe("live");
      const made = sound.kind === "live" ? await sound.clip.finished : null;
      expect(made).toMatchObject({ kept: false });
      expect(made?.durationMs).toBeGreaterThan(100);
    } finally {
      await services.close();
    }
  });
});

it("says its settings in .env.example, each by the name the contract has", () => {
  const example = readFileSync(path.join(ROOT, ".env.example"), "utf8");
  for (const name of [
    "PORT",
    "BIND_ADDRESS",
    "DATA_DIR",
    "OLLAMA_BASE_URL",
    "TTS_BASE_URL",
    "TTS_REFERENCE_DIR",
  ]) {
    expect(example).toMatch(new RegExp(`^#?${name}=`, "m"));
  }
});
