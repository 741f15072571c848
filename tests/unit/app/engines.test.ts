import { symlinkSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import * as control from "@/app/api/admin/engines/[id]/control/route";
import * as one from "@/app/api/admin/engines/[id]/route";
import * as trial from "@/app/api/admin/engines/[id]/try/route";
import * as weights from "@/app/api/admin/engines/[id]/weights/route";
import * as engines from "@/app/api/admin/engines/route";
import * as tts from "@/app/api/tts/route";
import * as voices from "@/app/api/voices/route";
import type { EngineTrial, SpeechEngineView } from "@/lib/contract/engines";
import type { VoiceView } from "@/lib/contract/voices";
import { type GptSovitsSimulator, startGptSovits } from "../../engines/gpt-sovits";
import { CLOSED_ADDRESS } from "../../support/settings";
import { ADMIN, GUEST, servicesStage } from "./services-fixture";

let first: GptSovitsSimulator;
let second: GptSovitsSimulator;
const known = { "new.ckpt": "v2", "new.pth": "v2" } as const;
const stage = servicesStage(async () => {
  first = await startGptSovits({ speed: 100, weights: known });
  second = await startGptSovits({ speed: 100 });
  return { TTS_BASE_URL: first.url };
});
afterAll(() => Promise.all([first.close(), second.close()]));

const { ask } = stage;
const list = async () => {
  const { data } = await ask(engines.GET, ADMIN);
  return (data.engines as SpeechEngineView[]).filter(({ role }) => role === "speech");
};
const add = (json: object) => ask(engines.POST, ADMIN, { method: "POST", json });
const patch = (id: string, json: object) => ask(one.PATCH, ADMIN, { method: "PATCH", params: { id }, json });
const remove = (id: string) => ask(one.DELETE, ADMIN, { method: "DELETE", params: { id } });
let count = 0;
const speak = (json: object = {}) =>
  ask(tts.POST, GUEST, { method: "POST", json: { text: `이것은 ${++count}번째 말입니다.`, ...json } });

it("only admins see and change them", async () => {
  const params = { id: "embedded" };
  expect((await ask(engines.GET, GUEST)).status).toBe(403);
  expect((await ask(engines.POST, GUEST, { method: "POST", json: {} })).status).toBe(403);
  expect((await ask(one.PATCH, GUEST, { method: "PATCH", params, json: {} })).status).toBe(403);
  expect((await ask(one.DELETE, GUEST, { method: "DELETE", params })).status).toBe(403);
  expect((await ask(control.POST, GUEST, { method: "POST", params, json: {} })).status).toBe(403);
  expect((await ask(weights.POST, GUEST, { method: "POST", params, json: {} })).status).toBe(403);
});

describe("engines of the environment", () => {
  it("are there with their state, and the embedded one last", async () => {
    await speak();
    const [engine, embedded] = await list();
    expect(engine).toMatchObject({
      kind: "gpt-sovits",
      name: "GPT-SoVITS",
      base_url: first.url,
      pool: "gpt-sovits",
      source: "env",
      state: "up",
      queue: { queued: 0, running: 0 },
      loaded_weights: null,
    });
    expect(engine?.latency_ms).toBeGreaterThanOrEqual(0);
    expect(embedded).toMatchObject({
      id: "embedded",
      source: "embedded",
      base_url: null,
      languages: ["ko", "en", "ja", "zh"],
    });
  });

  it("come and go with it over restarts; an admin's stay, and what was set of them too", async () => {
    const [own] = await list();
    await patch(own?.id ?? "", { name: "첫째" });
    const added = await add({ kind: "gpt-sovits", base_url: `${CLOSED_ADDRESS}/`, name: "둘째" });
    expect(added.data).toMatchObject({ base_url: CLOSED_ADDRESS, source: "admin" });
    await stage.restart();
    expect((await list()).map(({ name }) => name)).toEqual(["첫째", "둘째", "eSpeak NG"]);
    await stage.restart({ TTS_BASE_URL: second.url });
    expect((await list()).map(({ base_url }) => base_url)).toEqual([second.url, CLOSED_ADDRESS, null]);
    await stage.restart({ TTS_BASE_URL: first.url });
    expect((await list())[0]).toMatchObject({ id: own?.id, name: "GPT-SoVITS" });
    await remove(String(added.data.id));
    expect(await list()).toHaveLength(2);
  });

  it("refuse weights they do not have in their own words, and every other voice speaks on, after a restart too", async () => {
    const [own] = await list();
    const load = (json: object) =>
      ask(weights.POST, ADMIN, { method: "POST", params: { id: own?.id ?? "" }, json });
    const refused = await load({ sovits_weights_path: "mistyped.pth" });
    expect([refused.status, refused.error.message]).toEqual([502, expect.stringContaining("mistyped.pth")]);
    expect((await list())[0]).toMatchObject({ loaded_weights: null });
    expect((await speak()).status).toBe(200);
    await stage.restart();
    expect((await speak()).status).toBe(200);
  });

  it("are not moved or removed here", async () => {
    const [own] = await list();
    expect((await patch(own?.id ?? "", { base_url: second.url })).error.code).toBe("FORBIDDEN");
    expect((await remove(own?.id ?? "")).error.code).toBe("FORBIDDEN");
    expect((await remove("embedded")).error.code).toBe("FORBIDDEN");
    expect((await remove("nobody")).error.code).toBe("NOT_FOUND");
    expect((await patch("nobody", { name: "x" })).error.code).toBe("NOT_FOUND");
  });
});

describe("an engine added while the server runs", () => {
  it("that sees our references elsewhere is told where, and speaks without a restart; the others go on as they were", async () => {
    const json = { kind: "gpt-sovits", base_url: second.url, pool: "elsewhere" };
    const wrong = path.join(stage.dataDir, "not-there");
    const { data } = await add({ ...json, options: { reference_dir: wrong } });
    const id = String(data.id);
    await vi.waitFor(async () => expect((await list()).find((engine) => engine.id === id)?.state).toBe("up"));
    const tryIt = async () =>
      (await ask(trial.POST, ADMIN, { method: "POST", params: { id }, json: {} }))
        .data as unknown as EngineTrial;
    const blind = await tryIt();
    expect(blind.folder).toEqual({ here: path.join(stage.dataDir, "references"), there: wrong });
    expect(blind.steps.at(-1)).toMatchObject({ step: "reference", ok: false });
    expect((await list()).find((engine) => engine.id === id)?.reason).toContain("TTS_REFERENCE_DIR");
    const mounted = path.join(stage.dataDir, "mounted");
    symlinkSync(path.join(stage.dataDir, "references"), mounted);
    expect((await patch(id, { options: { reference_dir: mounted } })).data.options).toEqual({
      reference_dir: mounted,
    });
    second.log.clear();
    expect((await tryIt()).steps.every(({ ok }) => ok)).toBe(true);
    expect(path.dirname(second.log.syntheses[0]?.refAudioPath ?? "")).toBe(mounted);
    first.log.clear();
    expect((await speak()).status).toBe(200);
    expect(path.dirname(first.log.syntheses[0]?.refAudioPath ?? "")).toBe(
      path.join(stage.dataDir, "references"),
    );
    await remove(id);
  });

  it("shares its pool's work, takes it over when the other is away, and is given nothing once removed", async () => {
    const { data } = await add({ kind: "gpt-sovits", base_url: second.url });
    const id = String(data.id);
    await vi.waitFor(async () => expect((await list()).find((engine) => engine.id === id)?.state).toBe("up"));
    await first.behave("down");
    second.log.clear();
    expect((await speak()).status).toBe(200);
    expect(second.log.syntheses).toHaveLength(1);
    await first.behave("well");
    await remove(id);
    await vi.waitFor(async () => expect((await list())[0]?.state).toBe("up"), 10_000);
    expect((await speak()).status).toBe(200);
    expect(second.log.syntheses).toHaveLength(1);
  });

  it("in a pool of its own speaks its own voices alone, which pass to an heir of the pool when it goes", async () => {
    const json = { kind: "gpt-sovits", base_url: second.url, pool: "studio" };
    const { data: engine } = await add(json);
    const clip = { ref_audio_path: `${process.cwd()}/lib/voices/references/alice.wav`, prompt_text: "하늘" };
    const made = await ask(voices.POST, ADMIN, {
      method: "POST",
      json: { name: "전속", engine_id: engine.id, references: [clip] },
    });
    const voice = made.data as unknown as VoiceView;
    await vi.waitFor(async () =>
      expect((await list()).find(({ pool }) => pool === "studio")?.state).toBe("up"),
    );
    second.log.clear();
    first.log.clear();
    expect((await speak({ voice_id: voice.id })).status).toBe(200);
    expect([first.log.syntheses.length, second.log.syntheses.length]).toEqual([0, 1]);
    expect((await speak({ voice_id: "alice" })).status).toBe(200);
    expect([first.log.syntheses.length, second.log.syntheses.length]).toEqual([1, 1]);
    const { data: heir } = await add({ ...json, name: "뒤를 이음" });
    await remove(String(engine.id));
    expect(stage.services.voices.find(voice.id, null)?.engineId).toBe(heir.id);
    await remove(String(heir.id));
    const listed = (await ask(voices.GET, ADMIN, { query: "?limit=100" })).data.voices as VoiceView[];
    expect(listed.find(({ id }) => id === voice.id)).toMatchObject({
      available: false,
      unavailable_reason: expect.stringContaining("no longer set up"),
    });
  });

  it("is refused where its address or kind cannot be, or its pool is of another kind", async () => {
    for (const base_url of ["nonsense", "ftp://a", "http://me:secret@a:1"]) {
      const { status, error } = await add({ kind: "gpt-sovits", base_url });
      expect([status, error.code]).toEqual([400, "VALIDATION_ERROR"]);
    }
    expect((await add({ kind: "embedded", base_url: second.url })).status).toBe(400);
    expect((await add({ kind: "gpt-sovits", base_url: second.url, pool: "embedded" })).error.message).toMatch(
      /another kind/,
    );
    expect(await list()).toHaveLength(2);
  });
});

describe("its model and its process", () => {
  it("loads weights between two syntheses and goes back to them afterwards", async () => {
    const [engine] = await list();
    const params = { id: engine?.id ?? "" };
    const load = (json: object) => ask(weights.POST, ADMIN, { method: "POST", params, json });
    const loaded = { gpt_weights_path: "new.ckpt", sovits_weights_path: "new.pth" };
    expect((await load(loaded)).data).toMatchObject({ loaded_weights: loaded, options: loaded });
    expect(first.weights).toEqual({ gpt: "new.ckpt", sovits: "new.pth" });
    const failed = await load({ gpt_weights_path: "gone.ckpt" });
    expect([failed.status, failed.error.code]).toEqual([502, "ENGINE_ERROR"]);
    expect((await load({})).status).toBe(400);
    expect((await speak()).status).toBe(200);
    expect(first.weights).toEqual({ gpt: "new.ckpt", sovits: "new.pth" });
  });

  it("starts again, is away meanwhile, is taken back, and its model loaded anew", async () => {
    const [engine] = await list();
    const answer = await ask(control.POST, ADMIN, {
      method: "POST",
      params: { id: engine?.id ?? "" },
      json: { command: "restart" },
    });
    expect(answer.data).toEqual({ id: engine?.id, command: "restart" });
    await vi.waitFor(async () => expect((await list())[0]?.state).toBe("up"), 10_000);
    expect((await speak()).status).toBe(200);
    expect(first.weights).toEqual({ gpt: "new.ckpt", sovits: "new.pth" });
  });

  it("the embedded voice has neither", async () => {
    const params = { id: "embedded" };
    const json = { gpt_weights_path: "a" };
    expect((await ask(weights.POST, ADMIN, { method: "POST", params, json })).status).toBe(400);
    const command = { command: "restart" };
    expect((await ask(control.POST, ADMIN, { method: "POST", params, json: command })).status).toBe(400);
  });
});
