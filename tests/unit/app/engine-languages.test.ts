import { afterAll, beforeAll, expect, it } from "vitest";
import * as one from "@/app/api/admin/engines/[id]/route";
import * as engines from "@/app/api/admin/engines/route";
import * as tts from "@/app/api/tts/route";
import * as voices from "@/app/api/voices/route";
import type { SpeechEngineView } from "@/lib/contract/engines";
import type { VoiceView } from "@/lib/contract/voices";
import { type GptSovitsSimulator, startGptSovits } from "../../engines/gpt-sovits";
import { startGptSovitsApi2 } from "../../engines/gpt-sovits-api2";
import type { RootSimulator } from "../../engines/gpt-sovits-root/root-server";
import { ADMIN, GUEST, servicesStage } from "./services-fixture";

let v1: GptSovitsSimulator;
let v2: GptSovitsSimulator;
let api2: RootSimulator;
const stage = servicesStage(async () => {
  v1 = await startGptSovits({ speed: 100, version: "v1" });
  v2 = await startGptSovits({ speed: 100 });
  api2 = await startGptSovitsApi2({ speed: 100 });
  return { TTS_BASE_URL: `${v1.url},${v2.url},${api2.url}` };
});
afterAll(() => Promise.all([v1.close(), v2.close(), api2.close()]));

const { ask } = stage;
const listed: SpeechEngineView[] = [];
beforeAll(async () => {
  const { data } = await ask(engines.GET, ADMIN);
  listed.push(...(data.engines as SpeechEngineView[]).filter(({ source }) => source === "env"));
  const options = { languages: ["en", "ja", "zh"] };
  const params = { id: idAt(v1.url) };
  await ask(one.PATCH, ADMIN, { method: "PATCH", params, json: { options } });
});
const idAt = (url: string) => listed.find(({ base_url: at }) => at === url)?.id ?? "";
const say = (json: object) => ask(tts.POST, GUEST, { method: "POST", json });

it("v1 weights are never given Korean while others of their pool can say it", async () => {
  const texts = Array.from({ length: 6 }, (_, at) => `한국말 ${"가나다라마바"[at]} 번째 말이에요.`);
  const said = await Promise.all(texts.map((text) => say({ text })));
  expect(said.map(({ status }) => status)).toEqual(texts.map(() => 200));
  expect(v1.log.syntheses).toEqual([]);
  expect(v2.log.syntheses).toHaveLength(texts.length);
});

it("api2.py is never given Korean: the answer says so before a request is sent", async () => {
  const json = {
    name: "窗边",
    language: "zh",
    engine_id: idAt(api2.url),
    references: [{ ref_audio_path: "/any.wav", prompt_text: "灯", prompt_lang: "zh" }],
  };
  const { data } = await ask(voices.POST, ADMIN, { method: "POST", json });
  const refused = await say({ text: "안녕하세요, 반갑습니다.", voice_id: (data as VoiceView).id });
  expect([refused.status, refused.error.code]).toEqual([400, "VALIDATION_ERROR"]);
  expect(refused.error.message).toContain("does not speak this language");
  expect(api2.log.of("/")).toEqual([]);
});
