import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as audio from "@/app/api/audio/[file]/route";
import * as tts from "@/app/api/tts/route";
import type { TtsAnswer } from "@/lib/contract/speech";
import { toneFrequency } from "../../engines/gpt-sovits";
import { type HiggsSimulator, startHiggs } from "../../engines/higgs";
import { frequencyOf } from "../../support/speech-load";
import { GUEST, servicesStage } from "./services-fixture";

let higgs: HiggsSimulator;
const stage = servicesStage(async () => {
  higgs = await startHiggs({ speed: 200 });
  return { TTS_BASE_URL: `higgs@${higgs.url}` };
});
beforeAll(() => stage.services.speech.makeSure("engine"));
afterAll(() => higgs.close());

const { ask } = stage;
const speak = async (json: object) => {
  const answer = await ask(tts.POST, GUEST, { method: "POST", json });
  return { ...answer, said: answer.data as unknown as TtsAnswer };
};
interface Asked {
  body: { text: string; reference_voices?: string[] };
}
const cloned = () => higgs.log.of("/generate/voice-clone") as Asked[];
const together = () => higgs.log.of("/generate/multi-speaker") as Asked[];
const fetchWav = async (url: string) => {
  const { response } = await ask(audio.GET, GUEST, { params: { file: url.split("/").at(-1) ?? "" } });
  return Buffer.from(await response.arrayBuffer());
};

it("its settings are the documents' where nobody has a wish, and reach it to their bounds", async () => {
  await speak({ text: "밤이 깊었습니다.", voice_id: "alice" });
  expect(cloned().at(-1)?.body).toMatchObject({
    temperature: 0.3,
    top_p: 0.95,
    top_k: 50,
    max_new_tokens: 1024,
    scene_prompt: null,
  });
  for (const wish of [
    { temperature: 0, top_p: 0, top_k: 1, max_new_tokens: 200, scene_prompt: "동굴 속" },
    { temperature: 2, top_p: 1, top_k: 100, max_new_tokens: 4096, seed: 7 },
  ]) {
    expect((await speak({ text: "밤이 깊었습니다.", voice_id: "alice", ...wish })).status).toBe(200);
    expect(cloned().at(-1)?.body).toMatchObject(wish);
  }
  // Ours are wider than its own.
  await speak({ text: "밤이 깊었습니다.", voice_id: "alice", max_new_tokens: 8192 });
  expect(cloned().at(-1)?.body).toMatchObject({ max_new_tokens: 4096 });
});

it("a text longer than it takes at once is spoken to its end, in several requests", async () => {
  const before = cloned().length;
  const letters = [..."가나다라마바사아자차카타파하거너더러머버"];
  const text = letters.map((letter) => `${letter.repeat(20)} 하고 소리 내어 말하였습니다.`).join(" ");
  const { status, said } = await speak({ text, voice_id: "alice" });
  expect(status).toBe(200);
  const texts = cloned()
    .slice(before)
    .map(({ body }) => body.text);
  expect(texts.length).toBeGreaterThan(2);
  expect(texts.filter((piece) => piece.length > 500)).toEqual([]);
  expect(texts.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
  expect((await fetchWav(said.audio_url)).byteLength).toBe(said.file_size);
  expect((await speak({ text, voice_id: "alice" })).said.cached).toBe(true);
  expect(cloned().length).toBe(before + texts.length);
});

describe("several speakers", () => {
  const speakers = ["alice", "default"];
  const text = "[SPEAKER0] 누구냐? [SPEAKER1] 나다, 문을 열어라. [SPEAKER0] 들어와라.";

  it("are one request of its own, each in the voice it keeps of them, and never made twice", async () => {
    const { status, said } = await speak({ text, speakers });
    expect([status, said.voice_id]).toEqual([200, "alice"]);
    const { body } = together().at(-1) ?? {};
    expect(body?.text).toBe("[SPEAKER0] 누구냐?\n[SPEAKER1] 나다, 문을 열어라.\n[SPEAKER0] 들어와라.");
    const names = body?.reference_voices ?? [];
    expect(names).toHaveLength(2);
    expect(names.map((name) => higgs.voices.get(name))).toEqual(
      speakers.map((id) => stage.services.voices.find(id, null)?.spec.references[0]?.prompt_text),
    );
    const refAudioPath = JSON.stringify(names);
    const wanted = { refAudioPath, gptWeights: "", sovitsWeights: "", text: String(body?.text) };
    const wav = await fetchWav(said.audio_url);
    const heard = frequencyOf(wav.subarray(44)) * (said.sample_rate / 32_000);
    expect(Math.abs(heard - toneFrequency(wanted))).toBeLessThan(2);

    const before = together().length;
    expect((await speak({ text, speakers })).said.cached).toBe(true);
    expect(together().length).toBe(before);
    await speak({ text, speakers: ["default", "alice"] });
    expect(together().length).toBe(before + 1);
  });

  it("that say more than it takes at once are joined", async () => {
    const [before, single] = [together().length, cloned().length];
    const long = "말이 길어지면 나누어 읽습니다. ".repeat(20);
    const { status } = await speak({ text: `[SPEAKER0] ${long} [SPEAKER1] ${long}`, speakers });
    expect(status).toBe(200);
    expect(together().length).toBe(before);
    expect(cloned().length).toBe(single + 2);
  });

  it("are told which of them there are not", async () => {
    const outside = await speak({ text: "[SPEAKER2] 누구냐?", speakers });
    expect([outside.status, outside.error.message]).toEqual([400, expect.stringContaining("speaker 2")]);
    const nobody = await speak({ text, speakers: ["alice", "nobody"] });
    expect([nobody.status, nobody.error.code]).toEqual([404, "NOT_FOUND"]);
    expect((await speak({ text: "[SPEAKER0] ~ [SPEAKER1] …", speakers })).status).toBe(400);
  });
});
