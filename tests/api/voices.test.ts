import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CacheView, Remake } from "@/lib/contract/cache";
import type { CastingPage } from "@/lib/contract/casting";
import type { AdminEngines, EngineTrial, SpeechEngineView } from "@/lib/contract/engines";
import type {
  ReferenceCheck,
  VoiceImport,
  VoiceRevisions,
  VoiceTestAnswer,
  VoiceUses,
  VoiceView,
} from "@/lib/contract/voices";
import { type RecognitionSimulator, startRecognition } from "../engines/recognition";
import type { TestClient } from "../support/client";
import { type Failure, openStage, type Stage, until } from "../support/stage";

let stage: Stage;
let recognition: RecognitionSimulator;
let admin: TestClient;
beforeAll(async () => {
  recognition = await startRecognition({ flavour: "whisper.cpp", speed: 100 });
  stage = await openStage({ ASR_BASE_URL: recognition.url });
  admin = stage.person();
  const token = stage.server.ownerLink?.split("#")[1] ?? "";
  expect((await admin.post("/api/auth/owner", { token })).status).toBe(200);
});
afterAll(async () => {
  await stage.close();
  await recognition.close();
});

type VoicePage = { voices: VoiceView[] };
const newVoice = async (json: object) =>
  (await admin.post("/api/voices", json)).json<{ data: VoiceView }>().data;

describe("voices over HTTP", () => {
  it("are an admin's: a guest and a program are refused", async () => {
    for (const other of [stage.person(), stage.program]) {
      expect((await other.get("/api/voices")).status).toBeGreaterThanOrEqual(401);
      expect((await other.post("/api/voices", { name: "x" })).status).toBeGreaterThanOrEqual(401);
      expect((await other.get("/api/admin/engines")).status).toBeGreaterThanOrEqual(401);
    }
  });

  it("made, given a clip as a form, tried, prepared and spoken with by anyone", async () => {
    const voice = await newVoice({ name: "목소리", language: "ko" });
    const clip = (await stage.program.get("/api/tts/voices")).json<{ data: { voices: { id: string }[] } }>();
    expect(clip.data.voices.some(({ id }) => id === voice.id)).toBe(true);
    const boundary = "----forge";
    const sound = await readFile("lib/voices/references/alice.wav");
    const part = (head: string) => `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`;
    const body = Buffer.concat([
      Buffer.from(`${part('name="prompt_text"')}하늘이 맑다\r\n${part('name="audio"; filename="a.wav"')}`),
      sound,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    const headers = { "content-type": `multipart/form-data; boundary=${boundary}` };
    const given = await admin.request("POST", `/api/voices/${voice.id}/reference`, { body, headers });
    expect(given.json<{ data: VoiceView }>().data).toMatchObject({
      revision: 2,
      references: [{ prompt_text: "하늘이 맑다", emotion: "neutral" }],
    });
    expect((await admin.post(`/api/voices/${voice.id}/test`, {})).status).toBe(200);
    expect((await stage.program.post("/api/tts/prepare", { voice_id: voice.id })).status).toBe(200);
    const said = await stage.program.post("/api/tts", { text: "새 목소리로 말합니다.", voice_id: voice.id });
    expect(said.status).toBe(200);
    expect(stage.voice.log.syntheses.at(-1)?.promptText).toBe("하늘이 맑다");
  });

  it("written on an old version they are 409, with the row of now", async () => {
    const voice = await newVoice({ name: "하나" });
    expect((await admin.put(`/api/voices/${voice.id}`, { name: "둘", version: 1 })).status).toBe(200);
    const stale = await admin.put(`/api/voices/${voice.id}`, { name: "셋", version: 1 });
    expect(stale.status).toBe(409);
    expect(stale.json<Failure>().error.details).toMatchObject({ name: "둘", version: 2 });
    await admin.delete(`/api/voices/${voice.id}?permanent=true`);
    expect((await admin.get(`/api/voices/${voice.id}`)).status).toBe(404);
  });

  it("a recording is judged, cut and kept as a reference, and its bytes are an admin's alone", async () => {
    const voice = await newVoice({ name: "녹음" });
    const recording = await readFile("lib/voices/references/alice.wav");
    const boundary = "----forge";
    const fields = { start: "0.5", end: "4", trim_silence: "true", loudness: "true", consent: "본인" };
    const part = (head: string) => `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`;
    const body = Buffer.concat([
      ...Object.entries(fields).map(([name, value]) => Buffer.from(`${part(`name="${name}"`)}${value}\r\n`)),
      Buffer.from(part('name="audio"; filename="a.wav"')),
      recording,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    const form = { body, headers: { "content-type": `multipart/form-data; boundary=${boundary}` } };
    const judged = await admin.request("POST", "/api/references/check", form);
    const { findings } = judged.json<{ data: ReferenceCheck }>().data;
    expect(findings.find(({ code }) => code === "loudness")?.value).toBeCloseTo(-20, 0);
    const kept = await admin.request("POST", `/api/voices/${voice.id}/reference`, form);
    const [reference] = kept.json<{ data: VoiceView }>().data.references;
    expect(reference).toMatchObject({ consent: "본인", emotion: "neutral" });
    const clip = await admin.get(`/api/admin/references/${reference?.file}`);
    expect(clip.bytes.subarray(0, 4).toString()).toBe("RIFF");
    expect(clip.bytes.length).toBeLessThan(recording.length);
    expect(
      (await stage.person().get(`/api/admin/references/${reference?.file}`)).status,
    ).toBeGreaterThanOrEqual(401);
    expect((await admin.get("/api/admin/references/..%2Fvoices.json")).status).toBe(404);
  });

  it("the words of a stretch are written down, and an engine that is off is told in the admin's language", async () => {
    const boundary = "----forge";
    const part = (head: string) => `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`;
    const fields = { start: "0.5", end: "4", prompt_lang: "ja" };
    const body = Buffer.concat([
      ...Object.entries(fields).map(([name, value]) => Buffer.from(`${part(`name="${name}"`)}${value}\r\n`)),
      Buffer.from(part('name="audio"; filename="a.wav"')),
      await readFile("lib/voices/references/alice.wav"),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    const headers = { "content-type": `multipart/form-data; boundary=${boundary}` };
    const listen = () => admin.request("POST", "/api/references/transcript", { body, headers });
    expect((await listen()).json<{ data: object }>().data).toEqual({
      text: "雪がやむと、灯りが戻ってきた。",
    });
    expect(recognition.requests.at(-1)?.seconds).toBeCloseTo(3.5, 1);
    const state = async () => (await admin.get("/api/references/transcript")).json<{ data: object }>().data;
    // A probe may come when the machine is busy; the next one finds it.
    await expect.poll(state, { timeout: 20_000 }).toEqual({ state: "up" });
    const card = async () =>
      (await admin.get("/api/admin/engines")).json<{ data: AdminEngines }>().data.recognition;
    await expect.poll(card, { timeout: 20_000 }).toEqual({
      state: "up",
      base_url: recognition.url,
      model: null,
      checked_at: expect.stringMatching(/Z$/),
    });
    await recognition.close();
    const refused = await listen();
    expect(refused.status).toBe(503);
    expect(refused.json<Failure>().error.message).toContain("ASR_BASE_URL");
    expect(await state()).toMatchObject({ state: "down", reason: expect.stringContaining("ASR_BASE_URL") });
  });

  it("are tried as an earlier revision, with what it took and the seed that was drawn", async () => {
    const { references } = (await admin.get("/api/voices/alice")).json<{ data: VoiceView }>().data;
    const voice = await newVoice({ name: "둘", references, settings: { seed: 7 } });
    await admin.put(`/api/voices/${voice.id}`, { settings: { seed: 8 } });
    const tried = async (wish: object) =>
      (await admin.post(`/api/voices/${voice.id}/test`, { text: "시험합니다.", ...wish })).json<{
        data: VoiceTestAnswer;
      }>().data;
    const now = await tried({});
    expect(now).toMatchObject({ seed: 8 });
    expect(now.first_byte_ms).toBeGreaterThan(0);
    expect(now.real_time_factor).toBeGreaterThan(0);
    expect(await tried({ revision: 1 })).toMatchObject({ seed: 7 });
    expect(await tried({})).toMatchObject({ cached: true, first_byte_ms: null, real_time_factor: null });
    expect((await tried({ seed: -1 })).seed).toBeGreaterThanOrEqual(0);
    expect((await admin.post(`/api/voices/${voice.id}/test`, { revision: 9 })).status).toBe(404);
  });

  it("keep every sound they had, and say who speaks with them", async () => {
    const voice = await newVoice({ name: "물음" });
    await admin.put(`/api/voices/${voice.id}`, { settings: { temperature: 0.7 } });
    await admin.put(`/api/voices/${voice.id}`, { name: "대답" });
    const { revisions } = (await admin.get(`/api/voices/${voice.id}/revisions`)).json<{
      data: VoiceRevisions;
    }>().data;
    expect(revisions.map(({ revision, spec }) => [revision, spec.settings])).toEqual([
      [1, {}],
      [2, { temperature: 0.7 }],
    ]);
    await stage.person().post("/api/characters", { name: "비밀", voice_id: voice.id });
    const uses = (await admin.get(`/api/voices/${voice.id}/uses`)).json<{ data: VoiceUses }>().data;
    expect(uses).toEqual({ characters: [], private_count: 1 });
    const house = (await admin.get("/api/voices/alice/uses")).json<{ data: VoiceUses }>().data;
    expect(house.characters.map(({ id }) => id)).toEqual(["alice"]);
    for (const path of ["revisions", "uses"]) {
      expect((await stage.person().get(`/api/voices/${voice.id}/${path}`)).status).toBeGreaterThanOrEqual(
        401,
      );
    }
  });

  it("kept sounds are counted by voice, and go by voice, by age or all", async () => {
    const cacheNow = async () => (await admin.get("/api/admin/cache")).json<{ data: CacheView }>().data;
    const purge = async (query: string) =>
      (await admin.delete(`/api/admin/cache?${query}`)).json<{ data: { removed: number } }>().data.removed;
    await purge("");
    const asked = { text: "간직할 말입니다.", voice_id: "alice" };
    await stage.program.post("/api/tts", asked);
    await stage.program.post("/api/tts", { ...asked, voice_id: "shim-cheong" });
    const before = await cacheNow();
    expect(before.clips).toBe(2);
    expect(before.voices.map(({ voice_id: id, clips }) => [id, clips]).sort()).toEqual([
      ["alice", 1],
      ["shim-cheong", 1],
    ]);
    expect(before.bytes).toBe(before.voices.reduce((sum, { bytes }) => sum + bytes, 0));
    await stage.program.post("/api/tts", asked);
    expect((await cacheNow()).hits).toBe(before.hits + 1);
    expect(await purge("older_than_days=1")).toBe(0);
    expect(await purge("voice_id=alice")).toBe(1);
    expect((await cacheNow()).voices.map(({ voice_id: id }) => id)).toEqual(["shim-cheong"]);
    await stage.program.post("/api/tts", asked);
    expect((await cacheNow()).misses).toBe(before.misses + 1);
    expect(await purge("")).toBe(2);
    expect((await cacheNow()).bytes).toBe(0);
    expect((await stage.person().delete("/api/admin/cache")).status).toBeGreaterThanOrEqual(401);
  });

  it("lines kept from an earlier revision are made again in the background, and played at once", async () => {
    const { references } = (await admin.get("/api/voices/alice")).json<{ data: VoiceView }>().data;
    const voice = await newVoice({ name: "다시", references });
    const lines = ["첫 줄입니다.", "둘째 줄입니다."];
    for (const text of lines) await stage.program.post("/api/tts", { text, voice_id: voice.id });
    await admin.put(`/api/voices/${voice.id}`, { settings: { temperature: 0.6 } });
    const rowOf = async () =>
      (await admin.get("/api/admin/cache"))
        .json<{ data: CacheView }>()
        .data.voices.find(({ voice_id: id }) => id === voice.id);
    expect(await rowOf()).toMatchObject({ clips: 2, outdated: 2 });
    const begun = await admin.post("/api/admin/cache/remake", { voice_id: voice.id });
    expect(begun.json<{ data: Remake }>().data).toMatchObject({ state: "running", total: 2 });
    const now = async () => (await admin.get("/api/admin/cache/remake")).json<{ data: Remake }>().data;
    await until(async () => (await now()).state !== "running");
    expect(await now()).toEqual({ voice_id: voice.id, state: "done", total: 2, done: 2, failed: 0 });
    const made = stage.voice.log.syntheses.length;
    for (const text of lines) await stage.program.post("/api/tts", { text, voice_id: voice.id });
    expect(stage.voice.log.syntheses.length).toBe(made);
    // Nothing is left to make until the next change.
    expect(await rowOf()).toMatchObject({ clips: 4, outdated: 0 });
    const again = await admin.post("/api/admin/cache/remake", { voice_id: voice.id });
    expect(again.json<{ data: Remake }>().data.total).toBe(0);
    await admin.put(`/api/voices/${voice.id}`, { settings: { temperature: 0.7 } });
    expect(await rowOf()).toMatchObject({ clips: 4, outdated: 2 });
  });

  it("making again is cancelled, keeps what is made and goes on from there", async () => {
    const { references } = (await admin.get("/api/voices/alice")).json<{ data: VoiceView }>().data;
    const voice = await newVoice({ name: "멈춤", references });
    const lines = Array.from(
      { length: 4 },
      (_, at) => `${at}번째로 남겨 둔 긴 대사입니다, 천천히 읽어 주세요.`,
    );
    for (const text of lines) await stage.program.post("/api/tts", { text, voice_id: voice.id });
    await admin.put(`/api/voices/${voice.id}`, { settings: { temperature: 0.6 } });
    await admin.post("/api/admin/cache/remake", { voice_id: voice.id });
    expect((await admin.post("/api/admin/cache/remake", { voice_id: "alice" })).status).toBe(409);
    const stopped = (await admin.delete("/api/admin/cache/remake")).json<{ data: Remake }>().data;
    expect(stopped).toMatchObject({ state: "cancelled", total: 4, failed: 0 });
    const rest = (await admin.post("/api/admin/cache/remake", { voice_id: voice.id })).json<{
      data: Remake;
    }>().data;
    expect(rest.total).toBe(4 - stopped.done);
    await until(
      async () => (await admin.get("/api/admin/cache/remake")).json<{ data: Remake }>().data.state === "done",
    );
  });

  it("leave as a file and come in from it, with the same sound; what does not fit is told", async () => {
    const settings = { seed: 3, scene_prompt: "빗속" };
    const { references } = (await admin.get("/api/voices/alice")).json<{ data: VoiceView }>().data;
    const first = await newVoice({ name: "나들이", references, settings, gpt_weights_path: "/w/a.ckpt" });
    const file = await admin.get(`/api/voices/${first.id}/export`);
    expect(file.headers["content-disposition"]).toContain("attachment");
    const taken = await admin.request("POST", "/api/voices/import", { body: file.bytes });
    const { voice, report } = taken.json<{ data: VoiceImport }>().data;
    expect(voice).toMatchObject({ name: "나들이", settings, revision: 1, is_default: false });
    expect(voice.id).not.toBe(first.id);
    const told = ({ references: all }: VoiceView) => all.map(({ id: _, ...clip }) => clip);
    expect(told(voice)).toEqual(told(first));
    expect(report.find(({ part }) => part === "gpt_weights_path")).toMatchObject({ outcome: "kept" });
    const before = (await admin.get("/api/voices?limit=100")).json<{ data: VoicePage }>().data.voices.length;
    const refused = await admin.request("POST", "/api/voices/import", {
      body: Buffer.from("PK\u0003\u0004…"),
    });
    expect([refused.status, refused.json<Failure>().error.code]).toEqual([400, "VALIDATION_ERROR"]);
    const after = (await admin.get("/api/voices?limit=100")).json<{ data: VoicePage }>().data.voices.length;
    expect(after).toBe(before);
    expect((await admin.get("/api/voices/nobody/export")).status).toBe(404);
    expect((await stage.person().get("/api/voices/alice/export")).status).toBeGreaterThanOrEqual(401);
  });

  it("an upload beyond the limit is 413, and never kept", async () => {
    const voice = await newVoice({ name: "큰" });
    const headers = { "content-type": "multipart/form-data; boundary=x" };
    const body = Buffer.alloc(9 * 2 ** 20, 1);
    const answer = await admin.request("POST", `/api/voices/${voice.id}/reference`, { body, headers });
    expect(answer.status).toBe(413);
  });
});

describe("casting over HTTP", () => {
  const casting = async (query = "") =>
    (await admin.get(`/api/admin/casting${query}`)).json<{ data: CastingPage }>().data.characters;
  const memberOf = async (id: string) => (await casting()).find((member) => member.id === id);

  it("gives a preset another voice for everyone at once, and its own back", async () => {
    const guest = stage.person();
    expect((await memberOf("alice"))?.voice_id).toBe("alice");
    await admin.put("/api/admin/casting/alice", { voice_id: "kaguya" });
    expect(await memberOf("alice")).toMatchObject({ voice_id: "kaguya", problem: null, mute_in: [] });
    const seen = (await guest.get("/api/characters/alice")).json<{ data: { voice_id: string } }>();
    expect(seen.data.voice_id).toBe("kaguya");
    const uses = (await admin.get("/api/voices/kaguya/uses")).json<{ data: VoiceUses }>().data;
    expect(uses.characters.map(({ id }) => id).sort()).toEqual(["alice", "kaguya"]);
    await admin.put("/api/admin/casting/alice", { voice_id: "" });
    expect((await memberOf("alice"))?.voice_id).toBe("alice");
  });

  it("changes what is shown to everyone, never what is another's alone", async () => {
    const mine = (await admin.post("/api/characters", { name: "보이는 이", visibility: "server" })).json<{
      data: { id: string };
    }>().data;
    const theirs = (await stage.person().post("/api/characters", { name: "숨은 이" })).json<{
      data: { id: string };
    }>().data;
    expect((await admin.put(`/api/admin/casting/${mine.id}`, { voice_id: "kaguya" })).status).toBe(200);
    expect((await casting("?q=보이는"))[0]).toMatchObject({ voice_id: "kaguya", spoken_by: "kaguya" });
    expect((await admin.put(`/api/admin/casting/${theirs.id}`, { voice_id: "kaguya" })).status).toBe(404);
    expect(await memberOf(theirs.id)).toBeUndefined();
    expect((await admin.put("/api/admin/casting/alice", { voice_id: "nobody" })).status).toBe(404);
  });

  it("tells which pairs cannot speak, and which voice is gone", async () => {
    const engine = (
      await admin.post("/api/admin/engines", {
        kind: "gpt-sovits-api2",
        base_url: stage.voice.url,
        options: { languages: ["en", "zh"] },
      })
    ).json<{ data: SpeechEngineView }>().data;
    const voice = await newVoice({ name: "Foreign", language: "en", engine_id: engine.id });
    await admin.put("/api/admin/casting/kaguya", { voice_id: voice.id });
    const unheard = await memberOf("kaguya");
    expect(unheard?.mute_in).toEqual(["ko", "ja"]);
    expect(unheard?.problem).toContain("일본어");
    await admin.delete(`/api/voices/${voice.id}`);
    expect(await memberOf("kaguya")).toMatchObject({ spoken_by: "default", mute_in: [] });
    expect((await memberOf("kaguya"))?.problem).toContain("기본 목소리");
    await admin.delete(`/api/admin/engines/${engine.id}`);
    await admin.put("/api/admin/casting/kaguya", { voice_id: "" });
  });
});

describe("engines over HTTP", () => {
  it("are listed with their state, added and removed while the server runs", async () => {
    const added = await admin.post("/api/admin/engines", { kind: "gpt-sovits", base_url: stage.voice.url });
    const { id } = added.json<{ data: SpeechEngineView }>().data;
    const { engines } = (await admin.get("/api/admin/engines")).json<{
      data: { engines: SpeechEngineView[] };
    }>().data;
    expect(engines.find((engine) => engine.id === id)).toMatchObject({ source: "admin", pool: "gpt-sovits" });
    expect((await admin.delete(`/api/admin/engines/${id}`)).status).toBe(200);
    expect((await admin.delete(`/api/admin/engines/${id}`)).status).toBe(404);
  });

  it("say a line, each step told: one that speaks, one that is away", async () => {
    const trialOf = async (id: string) =>
      (await admin.post(`/api/admin/engines/${id}/try`, {})).json<{ data: EngineTrial }>().data;
    const { engines } = (await admin.get("/api/admin/engines")).json<{
      data: { engines: SpeechEngineView[] };
    }>().data;
    const ours = engines.find(({ kind }) => kind === "gpt-sovits");
    const spoken = await trialOf(ours?.id ?? "");
    expect(spoken.steps.map(({ step, ok }) => [step, ok])).toEqual([
      ["answers", true],
      ["reference", true],
      ["speech", true],
    ]);
    expect((await admin.get(spoken.audio_url ?? "")).bytes.subarray(0, 4).toString()).toBe("RIFF");
    expect(spoken.first_byte_ms).toBeGreaterThan(0);
    const away = (
      await admin.post("/api/admin/engines", { kind: "higgs", base_url: "http://127.0.0.1:9" })
    ).json<{ data: SpeechEngineView }>().data;
    const silent = await trialOf(away.id);
    expect(silent.steps).toMatchObject([{ step: "answers", ok: false }]);
    expect(silent.steps[0]?.message).toBeTruthy();
    expect(silent.audio_url).toBeNull();
    await admin.delete(`/api/admin/engines/${away.id}`);
    expect((await admin.post("/api/admin/engines/nobody/try", {})).status).toBe(404);
  });
});
