import { afterAll, beforeAll, expect, it } from "vitest";
import type { AdminEngines } from "@/lib/contract/engines";
import type { TtsAnswer } from "@/lib/contract/speech";
import type { VoiceView } from "@/lib/contract/voices";
import { type GptSovitsSimulator, startGptSovits, toneFrequency } from "../engines/gpt-sovits";
import { type Answer, TestClient } from "../support/client";
import { startServer, type TestServer } from "../support/server";
import { frequencyOf } from "../support/speech-load";
import { until } from "../support/stage";

const USERS = 50;
const LINES = 2;
/** So often the admin loads another model, each time while many still wait to be spoken to. */
const SWITCHES = 6;
const MODELS = ["spring", "summer", "autumn"].map((name) => ({
  gpt_weights_path: `${name}.ckpt`,
  sovits_weights_path: `${name}.pth`,
}));

let engines: GptSovitsSimulator[];
let server: TestServer;
let admin: TestClient;
beforeAll(async () => {
  const weights = Object.fromEntries(
    MODELS.flatMap(({ gpt_weights_path: gpt, sovits_weights_path: sovits }) => [
      [gpt, "v2" as const],
      [sovits, "v2" as const],
    ]),
  );
  engines = await Promise.all([0, 1].map(() => startGptSovits({ speed: 40, weights })));
  server = await startServer({ env: { TTS_BASE_URL: engines.map(({ url }) => url).join(",") } });
  admin = new TestClient(server.url, { browser: true });
  const token = server.ownerLink?.split("#")[1] ?? "";
  expect((await admin.post("/api/auth/owner", { token })).status).toBe(200);
});
afterAll(async () => {
  await server.close();
  await Promise.all(engines.map((engine) => engine.close()));
});

it("an admin switches an engine's weights while fifty people are spoken to: no voice is ever another's", async () => {
  const listed = async () =>
    (await admin.get("/api/admin/engines"))
      .json<{ data: AdminEngines }>()
      .data.engines.filter((engine) => engine.role === "speech")
      .filter(({ source }) => source === "env");
  await until(async () => (await listed()).every(({ state }) => state === "up"));
  const [first] = await listed();
  const house = (await admin.get("/api/voices/alice")).json<{ data: VoiceView }>().data;
  const voices = await Promise.all(
    MODELS.map(async (model, at) => {
      const wish = { name: `목소리 ${at}`, language: "ko", references: house.references, ...model };
      return (await admin.post("/api/voices", wish)).json<{ data: VoiceView }>().data;
    }),
  );

  const switches: Promise<Answer>[] = [];
  const heard: { voice: VoiceView; text: string; hz: number }[] = [];
  const speak = async (user: number) => {
    const person = new TestClient(server.url, { browser: true });
    for (let line = 0; line < LINES; line++) {
      const voice = voices[(user + line) % voices.length];
      if (!voice) throw new Error("no voice");
      const text = `${letters(user)} ${letters(line)} 말이오.`;
      const said = await person.post("/api/tts", { text, text_lang: "ko", voice_id: voice.id });
      expect(said.status, said.text).toBe(200);
      const sound = await person.get(said.json<{ data: TtsAnswer }>().data.audio_url);
      heard.push({ voice, text, hz: frequencyOf(sound.bytes.subarray(44)) });
      if (heard.length % 10 !== 0 || switches.length === SWITCHES) continue;
      const wish = MODELS[switches.length % MODELS.length];
      switches.push(admin.post(`/api/admin/engines/${first?.id}/weights`, wish));
    }
  };
  await Promise.all(Array.from({ length: USERS }, (_, user) => speak(user)));
  const answers = await Promise.all(switches);
  expect(answers.map(({ status }) => status)).toEqual(Array(SWITCHES).fill(200));

  expect(heard).toHaveLength(USERS * LINES);
  const syntheses = engines.flatMap(({ log }) => log.syntheses);
  const crossed = heard.filter(({ voice, text, hz }) => {
    const asked = syntheses.find((one) => one.text === text);
    if (!asked) return true;
    const wanted = toneFrequency({
      refAudioPath: asked.refAudioPath,
      gptWeights: voice.gpt_weights_path ?? "",
      sovitsWeights: voice.sovits_weights_path ?? "",
      text,
    });
    return Math.abs(hz - wanted) > 2;
  });
  expect(crossed).toEqual([]);
  expect(syntheses.filter(({ crossed: isCrossed }) => isCrossed)).toEqual([]);
});

/** A number as syllables, which nothing rewrites on its way to the engine. */
function letters(value: number): string {
  const SYLLABLES = "가나다라마바사아자차";
  return String(value)
    .split("")
    .map((digit) => SYLLABLES[Number(digit)])
    .join("");
}
