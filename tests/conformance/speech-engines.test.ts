import { readFile } from "node:fs/promises";
import path from "node:path";
import { createEmbedded } from "@/lib/speech/engines/embedded";
import { createGptSovits } from "@/lib/speech/engines/gpt-sovits-v2";
import { startGptSovits } from "@/tests/engines/gpt-sovits";
import { describeSpeechEngine } from "./speech-engine";

describeSpeechEngine("embedded", async () => {
  const engine = createEmbedded();
  return { engine, reference: null, whenIdle: async () => {}, close: async () => engine.close() };
});

describeSpeechEngine("gpt-sovits on its simulator", async () => {
  const simulator = await startGptSovits({ speed: 50 });
  return {
    engine: createGptSovits({ baseUrl: simulator.url, believed: false }),
    reference: {
      path: path.resolve("lib/voices/references/default.wav"),
      promptText: "창가에 불을 켜 두었어요.",
      promptLang: "ko",
      read: () => readFile(path.resolve("lib/voices/references/default.wav")),
    },
    whenIdle: () => simulator.whenIdle(),
    close: () => simulator.close(),
  };
});

const realEngine = process.env.TEST_GPT_SOVITS_URL;
if (realEngine !== undefined) {
  describeSpeechEngine("gpt-sovits, a real one", async () => ({
    engine: createGptSovits({ baseUrl: realEngine, believed: true }),
    reference: {
      path: process.env.TEST_GPT_SOVITS_REFERENCE ?? path.resolve("lib/voices/references/default.wav"),
      promptText: process.env.TEST_GPT_SOVITS_PROMPT ?? "",
      promptLang: "ko",
      read: () => readFile(path.resolve("lib/voices/references/default.wav")),
    },
    whenIdle: async () => {},
    close: async () => {},
  }));
}
