import { afterAll, beforeAll, expect, it } from "vitest";
import * as detection from "@/app/api/admin/engines/detect/route";
import * as engines from "@/app/api/admin/engines/route";
import * as voice from "@/app/api/voices/[id]/route";
import * as test from "@/app/api/voices/[id]/test/route";
import * as voices from "@/app/api/voices/route";
import type { EngineDetection, SpeechEngineView } from "@/lib/contract/engines";
import type { VoiceView } from "@/lib/contract/voices";
import { startGptSovitsApi2 } from "../../engines/gpt-sovits-api2";
import type { RootSimulator } from "../../engines/gpt-sovits-root/root-server";
import { type HiggsSimulator, startHiggs } from "../../engines/higgs";
import { CLOSED_ADDRESS } from "../../support/settings";
import { ADMIN, GUEST, servicesStage } from "./services-fixture";

let api2: RootSimulator;
let higgs: HiggsSimulator;
const stage = servicesStage(async () => {
  api2 = await startGptSovitsApi2({ speed: 50 });
  higgs = await startHiggs({ speed: 50, revision: "B" });
  return { TTS_BASE_URL: `${api2.url},${CLOSED_ADDRESS}` };
});
beforeAll(() => stage.services.speech.makeSure("engine"));
afterAll(() => Promise.all([api2.close(), higgs.close()]));

const { ask } = stage;
const detect = (json: object, actor = ADMIN) => ask(detection.POST, actor, { method: "POST", json });
const environmentEngines = async () => {
  const { data } = await ask(engines.GET, ADMIN);
  return (data.engines as SpeechEngineView[]).filter(({ source }) => source === "env");
};

it("tells an admin what is at an address, with its problems as sentences", async () => {
  const { data } = await detect({ base_url: `${api2.url}/` });
  const { problems, ...found } = data as EngineDetection;
  expect(found).toMatchObject({
    kind: "gpt-sovits-api2",
    state: "up",
    capabilities: { languages: ["en", "ja", "zh"], sampling_controls: false, streaming: false },
  });
  expect(found.capabilities).toMatchObject({ cloning: true, uploads: false, weights: false });
  expect(problems).toContainEqual({ code: "NO_KOREAN", message: "This server speaks no Korean." });
  const other = await detect({ base_url: higgs.url });
  expect(other.data).toMatchObject({ kind: "higgs", hints: { revision: "extended" }, problems: [] });
  expect(other.data.capabilities).toMatchObject({ uploads: true, several_speakers: true });
  const none = await detect({ base_url: CLOSED_ADDRESS });
  expect(none.data).toMatchObject({ kind: null, state: "down", problems: [{ code: "REFUSED" }] });
});

it("is an admin's alone, and judges the address", async () => {
  expect((await detect({ base_url: api2.url }, GUEST)).status).toBe(403);
  for (const address of ["", "api2", "file:///etc/passwd", "http://user:secret@127.0.0.1:1"]) {
    expect((await detect({ base_url: address })).status).toBe(400);
  }
});

it("an address without a kind is looked at when the server starts, and stays what it was while it is away", async () => {
  expect((await environmentEngines()).map(({ kind }) => kind)).toEqual(["gpt-sovits-api2", "gpt-sovits"]);
  const [before] = await environmentEngines();
  api2.behave("garbage");
  await stage.restart();
  api2.behave("well");
  expect((await environmentEngines())[0]).toMatchObject({ id: before?.id, kind: "gpt-sovits-api2" });
  await stage.restart({ TTS_BASE_URL: `gpt-sovits-api@${higgs.url}` });
  expect((await environmentEngines()).map(({ kind }) => kind)).toEqual(["gpt-sovits-api"]);
  await stage.restart({ TTS_BASE_URL: `${api2.url},${CLOSED_ADDRESS}` });
});

it("a clip that is not on the engine's machine, and a transcript that is missing, are told in a sentence", async () => {
  const [engine] = await environmentEngines();
  const make = async (reference: object) => {
    const json = { name: "窗边", language: "zh", engine_id: engine?.id, references: [reference] };
    const { data } = await ask(voices.POST, ADMIN, { method: "POST", json });
    return ask(test.POST, ADMIN, { method: "POST", params: { id: (data as VoiceView).id }, json: {} });
  };
  const gone = await make({ ref_audio_path: "/nowhere/a.wav", prompt_text: "灯", prompt_lang: "zh" });
  expect([gone.status, gone.error.code]).toEqual([502, "ENGINE_ERROR"]);
  expect(gone.error.message).toContain("on the engine's machine");
  const wordless = await make({ ref_audio_path: "/nowhere/a.wav", prompt_text: "", prompt_lang: "zh" });
  expect(wordless.error.message).toContain("transcript");
  expect(api2.log.of("/").filter(({ body }) => JSON.stringify(body).includes('"prompt_text":""'))).toEqual(
    [],
  );
});

it("a line is tried by another engine than the voice's own, and that engine may become its own", async () => {
  const [own] = await environmentEngines();
  const added = await ask(engines.POST, ADMIN, {
    method: "POST",
    json: { kind: "higgs", base_url: higgs.url },
  });
  const other = added.data as SpeechEngineView;
  await stage.services.speech.find(other.id)?.watch.check();
  const [spoken] = stage.services.voices.list()[0]?.spec.references ?? [];
  const references = [{ ...spoken, prompt_lang: "en" }];
  const json = { name: "둘 사이", language: "en", engine_id: own?.id, references };
  const { data } = await ask(voices.POST, ADMIN, { method: "POST", json });
  const params = { id: String(data.id) };
  const tryIt = (wish: object) => ask(test.POST, ADMIN, { method: "POST", params, json: wish });
  expect((await tryIt({})).error).toEqual({});
  const asked = higgs.log.requests.length;
  expect((await tryIt({ engine_id: other.id })).status).toBe(200);
  expect(higgs.log.requests.length).toBeGreaterThan(asked);
  // Each engine's take is a sound of its own, and the voice stays what it was.
  expect(stage.services.voices.find(String(data.id), null)?.engineId).toBe(own?.id);
  // Korean in the reference is as foreign to it as Korean in the line.
  await ask(voice.PUT, ADMIN, { method: "PUT", params, json: { references: [spoken] } });
  const foreign = await tryIt({});
  expect([foreign.status, foreign.error.message]).toEqual([502, expect.stringContaining("ko")]);
  expect(foreign.error.message).toContain("reference");
  const nobody = await tryIt({ engine_id: "nobody" });
  expect([nobody.status, nobody.error.message]).toEqual([400, expect.stringContaining("no such engine")]);
});
