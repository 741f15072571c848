import { existsSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import * as oneEngine from "@/app/api/admin/engines/[id]/route";
import * as engines from "@/app/api/admin/engines/route";
import * as audio from "@/app/api/audio/[file]/route";
import * as prepare from "@/app/api/tts/prepare/route";
import * as tts from "@/app/api/tts/route";
import * as ttsVoices from "@/app/api/tts/voices/route";
import * as reference from "@/app/api/voices/[id]/reference/route";
import * as one from "@/app/api/voices/[id]/route";
import * as trial from "@/app/api/voices/[id]/test/route";
import * as voices from "@/app/api/voices/route";
import { internal } from "@/db/ownership";
import { listVoiceRevisions } from "@/db/queries/voices";
import type { VoiceList } from "@/lib/contract/speech";
import type { VoiceView } from "@/lib/contract/voices";
import { type GptSovitsSimulator, startGptSovits } from "../../engines/gpt-sovits";
import { ADMIN, GUEST, servicesStage, toneWav } from "./services-fixture";

let simulator: GptSovitsSimulator;
const stage = servicesStage(async () => {
  simulator = await startGptSovits({
    speed: 100,
    weights: { "a.ckpt": "v2", "a.pth": "v2", "own.ckpt": "v2", "own.pth": "v2", "v3.pth": "v3" },
  });
  return { TTS_BASE_URL: simulator.url };
});
afterAll(() => simulator.close());

const { ask } = stage;
const make = async (json: object) => {
  const { status, data, error } = await ask(voices.POST, ADMIN, { method: "POST", json });
  return { status, error, voice: data as unknown as VoiceView };
};
const change = async (id: string, json: object) => {
  const answer = await ask(one.PUT, ADMIN, { method: "PUT", params: { id }, json });
  return { ...answer, voice: answer.data as unknown as VoiceView };
};
const upload = async (id: string, bytes: Uint8Array<ArrayBuffer>, fields: Record<string, string> = {}) => {
  const form = new FormData();
  form.set("audio", new Blob([bytes]), "anything.txt");
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const answer = await ask(reference.POST, ADMIN, { method: "POST", params: { id }, form });
  return { ...answer, voice: answer.data as unknown as VoiceView };
};
let count = 0;
const speak = async (json: object) => {
  const text = `이것은 ${++count}번째로 하는 말입니다.`;
  return ask(tts.POST, GUEST, { method: "POST", json: { text, ...json } });
};
const speechEngines = async () => {
  const { engines: all } = (await ask(engines.GET, ADMIN)).data as {
    engines: { role: string; id: string }[];
  };
  return all.filter(({ role }) => role === "speech");
};
const lastSynthesis = () => simulator.log.syntheses.at(-1);

describe("who may", () => {
  it.each([
    ["GET", voices.GET],
    ["POST", voices.POST],
    ["PUT", one.PUT],
    ["DELETE", one.DELETE],
    ["POST", trial.POST],
    ["POST", reference.POST],
  ] as const)("%s is an admin's alone", async (method, handler) => {
    const params = { id: "default" };
    const json = method === "GET" || method === "DELETE" ? {} : { json: {} };
    expect((await ask(handler, GUEST, { method, params, ...json })).status).toBe(403);
  });
});

describe("a voice made here", () => {
  it("needs only a name, speaks with what it was given, and is listed for everyone", async () => {
    const { status, voice } = await make({ name: "가람", settings: { top_k: 9, speed_factor: 0.9 } });
    expect(status).toBe(200);
    expect(voice).toMatchObject({
      name: "가람",
      source: "database",
      revision: 1,
      version: 1,
      is_active: true,
      references: [],
    });
    const heard = await upload(voice.id, toneWav(4), { prompt_text: "안녕하세요", prompt_lang: "ko" });
    expect(heard.voice).toMatchObject({ revision: 2, version: 2 });
    const [clip] = heard.voice.references;
    expect(clip).toMatchObject({ prompt_text: "안녕하세요", prompt_lang: "ko", emotion: "neutral" });
    const file = path.join(stage.dataDir, "references", clip?.file ?? "");
    expect(existsSync(file)).toBe(true);
    const said = await speak({ voice_id: voice.id });
    expect(said.status).toBe(200);
    expect(lastSynthesis()?.body).toMatchObject({
      ref_audio_path: file,
      top_k: 9,
      speed_factor: 0.9,
      prompt_text: "안녕하세요",
    });
    const listed = (await ask(ttsVoices.GET, GUEST)).data as unknown as VoiceList;
    expect(listed.voices.find(({ id }) => id === voice.id)).toMatchObject({ name: "가람", available: true });
  });

  it("another sound is another revision, and what was said keeps the sound it had", async () => {
    const { voice } = await make({ name: "나래" });
    await upload(voice.id, toneWav(4, 16_000), { prompt_text: "하나" });
    const said = await speak({ voice_id: voice.id });
    const before = lastSynthesis()?.body as { ref_audio_path: string };
    const changed = await upload(voice.id, toneWav(5), { prompt_text: "둘" });
    expect(changed.voice).toMatchObject({ revision: 3, references: [{ prompt_text: "둘" }] });
    expect(await listVoiceRevisions(stage.services.db, internal("a test"), voice.id)).toHaveLength(3);
    // Evicted, then asked for again: the recipe has the revision of then.
    const { file_id: fileId, audio_url: url } = said.data as { file_id: string; audio_url: string };
    const kept = path.join(stage.dataDir, "audio");
    const { rmSync } = await import("node:fs");
    rmSync(kept, { recursive: true, force: true });
    const again = await ask(audio.GET, GUEST, { params: { file: url.split("/").at(-1) ?? fileId } });
    expect((await again.response.arrayBuffer()).byteLength).toBeGreaterThan(1000);
    expect(lastSynthesis()?.body).toMatchObject({
      ref_audio_path: before.ref_audio_path,
      prompt_text: "하나",
    });
  });

  it("a change that is not the sound's is no revision; one made on an old version is 409 with the row of now", async () => {
    const { voice } = await make({ name: "다온" });
    const named = await change(voice.id, { name: "다온이", version: 1 });
    expect(named.voice).toMatchObject({ name: "다온이", revision: 1, version: 2 });
    const stale = await change(voice.id, { name: "다른", version: 1 });
    expect(stale.status).toBe(409);
    expect(stale.error).toMatchObject({
      code: "CONFLICT",
      details: { id: voice.id, name: "다온이", version: 2 },
    });
    expect((await change(voice.id, { settings: { top_p: 0.5 } })).voice).toMatchObject({
      revision: 2,
      version: 3,
    });
    expect((await change(voice.id, { description: "" })).voice).toMatchObject({
      revision: 2,
      name: "다온이",
    });
  });

  it("speaks in the mood asked for, in its neutral one where it has no clip of that mood", async () => {
    const { voice } = await make({ name: "라온" });
    await upload(voice.id, toneWav(6), { prompt_text: "화난 말", emotion: "Angry" });
    const { voice: both } = await upload(voice.id, toneWav(3.5), { prompt_text: "보통 말" });
    expect(both.references.map(({ emotion }) => emotion)).toEqual(["neutral", "angry"]);
    await speak({ voice_id: voice.id, emotion: "angry" });
    expect(lastSynthesis()?.promptText).toBe("화난 말");
    await speak({ voice_id: voice.id, emotion: "sad" });
    expect(lastSynthesis()?.promptText).toBe("보통 말");
  });

  it("set inactive it is nobody's choice, can still be tried, and comes back; removed it is gone", async () => {
    const { voice } = await make({ name: "마루", is_default: true });
    await upload(voice.id, toneWav(3), { prompt_text: "마루입니다" });
    const defaultId = async () =>
      ((await ask(ttsVoices.GET, GUEST)).data as unknown as VoiceList).default_voice_id;
    expect(await defaultId()).toBe(voice.id);
    const off = await ask(one.DELETE, ADMIN, { method: "DELETE", params: { id: voice.id } });
    expect(off.data).toMatchObject({ id: voice.id, is_active: false, deleted: false });
    expect(await defaultId()).toBe("default");
    expect((await speak({ voice_id: voice.id })).status).toBe(404);
    const tried = await ask(trial.POST, ADMIN, {
      method: "POST",
      params: { id: voice.id },
      json: { text: "들리나요, 들리나요?" },
    });
    expect(tried.status).toBe(200);
    expect(lastSynthesis()).toMatchObject({ text: "들리나요, 들리나요?", promptText: "마루입니다" });
    await change(voice.id, { is_active: true });
    expect((await speak({ voice_id: voice.id })).status).toBe(200);
    const gone = await ask(one.DELETE, ADMIN, {
      method: "DELETE",
      params: { id: voice.id },
      query: "?permanent=true",
    });
    expect(gone.data).toMatchObject({ deleted: true });
    expect((await ask(one.GET, ADMIN, { params: { id: voice.id } })).status).toBe(404);
  });

  it("survives a restart of the server", async () => {
    const { voice } = await make({ name: "바다", engine_voice: "" });
    await stage.restart();
    const { data } = await ask(one.GET, ADMIN, { params: { id: voice.id } });
    expect(data).toMatchObject({ name: "바다", version: 1 });
  });

  it("names an engine there is, and clips that are here", async () => {
    expect((await make({ name: "x", engine_id: "nowhere" })).error).toMatchObject({
      code: "VALIDATION_ERROR",
    });
    const file = `${"0".repeat(64)}.wav`;
    expect((await make({ name: "x", references: [{ file }] })).error).toMatchObject({
      code: "VALIDATION_ERROR",
    });
    expect((await make({ name: "x", references: [{ prompt_text: "no clip" }] })).status).toBe(400);
    expect((await make({ name: "x", engine_id: "gpt-sovits" })).voice.engine_id).toBe("gpt-sovits");
  });

  it("a voice that ships is changed in the repository only, and nobody's id is nobody's", async () => {
    expect((await change("alice", { name: "x" })).status).toBe(403);
    expect((await ask(one.DELETE, ADMIN, { method: "DELETE", params: { id: "alice" } })).status).toBe(403);
    expect((await change("nobody", { name: "x" })).status).toBe(404);
  });
});

describe("an uploaded reference is judged by its bytes", () => {
  it.each([
    ["text", new TextEncoder().encode("RIFF but no wav at all"), 415],
    ["too short", toneWav(2.9), 400],
    ["too long", toneWav(10.1), 400],
    ["cut short", toneWav(5).slice(0, 90_000), 400],
  ])("%s is refused in words", async (_what, bytes, status) => {
    const { voice } = await make({ name: "사라" });
    const answer = await upload(voice.id, bytes);
    expect(answer.status).toBe(status);
    expect(answer.error.message).not.toMatch(/unexpected/);
    expect((await change(voice.id, {})).voice.references).toEqual([]);
  });

  it.each([3, 10])("%i seconds are good", async (seconds) => {
    const { voice } = await make({ name: "아라" });
    expect((await upload(voice.id, toneWav(seconds))).status).toBe(200);
  });

  it("a body that is no form, has no file, or names none", async () => {
    const params = { id: "default" };
    expect((await ask(reference.POST, ADMIN, { method: "POST", params, json: {} })).status).toBe(400);
    expect((await ask(reference.POST, ADMIN, { method: "POST", params, form: new FormData() })).status).toBe(
      400,
    );
  });
});

describe("the operator's voices.json", () => {
  const file = () => path.join(stage.dataDir, "voices.json");
  let stamp = 1_700_000_000;
  const write = (content: string) => {
    writeFileSync(file(), content);
    stamp += 5;
    utimesSync(file(), stamp, stamp);
  };
  const list = async () => (await ask(ttsVoices.GET, GUEST)).data as unknown as VoiceList;
  const entry = {
    id: "narrator",
    name: "해설",
    language: "ko",
    description: "낮은 목소리",
    ref_audio_path: path.resolve("lib/voices/references/alice.wav"),
    prompt_text: "하늘",
  };

  it("is read when it is there and again when it changes; a broken one keeps the last good voices and says so", async () => {
    expect((await list()).voices.some(({ id }) => id === "narrator")).toBe(false);
    write(JSON.stringify({ default_voice_id: "narrator", voices: [entry] }));
    expect(await list()).toMatchObject({ default_voice_id: "narrator" });
    expect((await speak({ voice_id: "narrator" })).status).toBe(200);
    expect(lastSynthesis()).toMatchObject({ refAudioPath: entry.ref_audio_path, promptText: "하늘" });
    const problem = async () => (await ask(engines.GET, ADMIN)).data.voices_file;
    expect(await problem()).toBeNull();
    write("{ broken");
    expect(await problem()).toMatchObject({ problem: expect.stringContaining("JSON") });
    expect(await list()).toMatchObject({ default_voice_id: "narrator" });
    write(JSON.stringify({ voices: [entry, { ...entry, id: "second", name: "" }] }));
    expect(await problem()).toMatchObject({ problem: expect.stringContaining("voices.1.name") });
    write(JSON.stringify({ voices: [{ ...entry, name: "새 해설" }] }));
    expect(await problem()).toBeNull();
    const { voices: now, default_voice_id: defaultId } = await list();
    expect(now.find(({ id }) => id === "narrator")?.name).toBe("새 해설");
    expect(defaultId).toBe("default");
  });
});

describe("weights", () => {
  it("are loaded before their voice speaks, and the engine's own before another's", async () => {
    const [engine] = ((await ask(engines.GET, ADMIN)).data.engines as { role: string; id: string }[]).filter(
      ({ role }) => role === "speech",
    );
    const { voice } = await make({ name: "자람", gpt_weights_path: "a.ckpt", sovits_weights_path: "a.pth" });
    await upload(voice.id, toneWav(4), { prompt_text: "자람" });
    expect((await ask(prepare.POST, GUEST, { method: "POST", json: { voice_id: voice.id } })).data).toEqual({
      voice_id: voice.id,
      status: "preparing",
    });
    await vi.waitFor(() => expect(simulator.weights).toEqual({ gpt: "a.ckpt", sovits: "a.pth" }));
    await vi.waitFor(async () =>
      expect(
        (await ask(prepare.POST, GUEST, { method: "POST", json: { voice_id: voice.id } })).data.status,
      ).toBe("ready"),
    );
    expect((await speak({ voice_id: voice.id })).status).toBe(200);
    // Which model the engine was started with nobody said: refused, and not said in the wrong voice.
    const spoken = simulator.log.syntheses.length;
    const refused = await speak({ voice_id: "alice" });
    expect(refused.status).toBe(502);
    expect(refused.error.message).toMatch(/weights/);
    expect(simulator.log.syntheses).toHaveLength(spoken);
    const options = { gpt_weights_path: "own.ckpt", sovits_weights_path: "own.pth" };
    await ask(oneEngine.PATCH, ADMIN, {
      method: "PATCH",
      params: { id: engine?.id ?? "" },
      json: { options },
    });
    await stage.services.speech.makeSure("engine");
    expect((await speak({ voice_id: "alice" })).status).toBe(200);
    expect(simulator.weights).toEqual({ gpt: "own.ckpt", sovits: "own.pth" });
  });

  it("of a voice may be what the engine still has after a restart of ours: it is loaded anew, or refused", async () => {
    const [engine] = await speechEngines();
    const params = { id: engine?.id ?? "" };
    await ask(oneEngine.PATCH, ADMIN, { method: "PATCH", params, json: { options: {} } });
    await stage.restart();
    const refused = await speak({ voice_id: "alice" });
    expect(refused.error.message).toMatch(/weights/);
    const listed = (await ask(ttsVoices.GET, GUEST)).data as unknown as VoiceList;
    expect(listed.voices.find(({ id }) => id === "alice")).toMatchObject({
      available: false,
      unavailable_reason: expect.stringContaining("gpt_weights_path"),
    });
    const options = { gpt_weights_path: "own.ckpt", sovits_weights_path: "own.pth" };
    await ask(oneEngine.PATCH, ADMIN, { method: "PATCH", params, json: { options } });
    await stage.services.speech.makeSure("engine");
    expect((await speak({ voice_id: "alice" })).status).toBe(200);
  });

  it("that cannot be loaded are told in the engine's words, and harm no other voice", async () => {
    const { voice } = await make({ name: "차미", gpt_weights_path: "gone.ckpt" });
    await upload(voice.id, toneWav(4), { prompt_text: "차미" });
    const failed = await speak({ voice_id: voice.id });
    expect([failed.status, failed.error.code]).toEqual([502, "ENGINE_ERROR"]);
    expect(failed.error.message).toContain("gone.ckpt");
    expect((await speak({ voice_id: "alice" })).status).toBe(200);
    expect(simulator.weights).toEqual({ gpt: "own.ckpt", sovits: "own.pth" });
  });
});

it("a long text does not keep its engine from everybody else: it is spoken in pieces, joined", async () => {
  const before = simulator.log.syntheses.length;
  const letters = [..."가나다라마바사아자차카타파하"];
  const text = letters.map((letter) => `${letter.repeat(40)} 하고 소리 내어 말하였습니다.`).join(" ");
  const { status, data } = await speak({ text, voice_id: "alice", text_split_method: "cut5" });
  expect(status).toBe(200);
  const said = simulator.log.syntheses.slice(before);
  expect(said.length).toBeGreaterThan(2);
  expect(
    said
      .map((one) => one.text)
      .join("")
      .replace(/\s/g, ""),
  ).toBe(text.replace(/\s/g, ""));
  expect(said.every(({ body }) => (body as { text_split_method: string }).text_split_method === "cut5")).toBe(
    true,
  );
  expect(Number(data.duration)).toBeGreaterThan(100);
});

it("several speakers on an engine that speaks one at a time: each line by its own voice, joined", async () => {
  const before = simulator.log.syntheses.length;
  const text = "[SPEAKER0] 거기 누구요? [SPEAKER1] 지나가는 사람이오.";
  const { status, data } = await speak({ text, speakers: ["alice", "default"] });
  expect(status).toBe(200);
  const said = simulator.log.syntheses.slice(before);
  expect(said.map((one) => one.text)).toEqual(["거기 누구요?", "지나가는 사람이오."]);
  expect(new Set(said.map(({ refAudioPath }) => refAudioPath)).size).toBe(2);
  const file = String(data.audio_url).split("/").at(-1) ?? "";
  const wav = await (await ask(audio.GET, GUEST, { params: { file } })).response.arrayBuffer();
  expect(wav.byteLength).toBe(data.file_size);
});

describe("a reference on the engine's machine", () => {
  it.each([2, 11, null])(
    "%s s long, or not there: told with what to do, streamed or not",
    async (seconds) => {
      const file = path.join(stage.dataDir, `engine-side-${seconds}.wav`);
      if (seconds !== null) writeFileSync(file, toneWav(seconds));
      const references = [{ ref_audio_path: file, prompt_text: "말", prompt_lang: "ko" }];
      const { voice } = await make({ name: `길이 ${seconds}`, references });
      for (const streaming_mode of [0, 2]) {
        const json = { streaming_mode };
        const tried = await ask(trial.POST, ADMIN, { method: "POST", params: { id: voice.id }, json });
        expect([tried.status, tried.error.code]).toEqual([502, "ENGINE_ERROR"]);
        expect(tried.error.message).toMatch(/on the engine's machine .* 3 to 10 seconds/);
      }
    },
  );
});

describe("a reference without its words", () => {
  it.each([0, 2])("is told when a newer model refuses it, in mode %i", async (streaming_mode) => {
    const { voice } = await make({ name: "하늘", sovits_weights_path: "v3.pth" });
    await upload(voice.id, toneWav(4));
    const json = { streaming_mode };
    const tried = await ask(trial.POST, ADMIN, { method: "POST", params: { id: voice.id }, json });
    expect([tried.status, tried.error.code]).toEqual([502, "ENGINE_ERROR"]);
    expect(tried.error.message).toMatch(/transcript/);
    await upload(voice.id, toneWav(4), { prompt_text: "하늘이 맑다" });
    const again = await ask(trial.POST, ADMIN, { method: "POST", params: { id: voice.id }, json: {} });
    expect(again.status).toBe(200);
  });
});
