import { readFile } from "node:fs/promises";
import path from "node:path";
import type { VoiceReference } from "@/lib/speech/engine";
import { createEmbedded } from "@/lib/speech/engines/embedded";
import { createGptSovitsApi } from "@/lib/speech/engines/gpt-sovits-api";
import { createGptSovitsApi2 } from "@/lib/speech/engines/gpt-sovits-api2";
import { createGptSovits } from "@/lib/speech/engines/gpt-sovits-v2";
import { createHiggs } from "@/lib/speech/engines/higgs";
import { createOpenAiSpeech } from "@/lib/speech/engines/openai-speech";
import { startGptSovits } from "@/tests/engines/gpt-sovits";
import { startGptSovitsApi } from "@/tests/engines/gpt-sovits-api";
import { startGptSovitsApi2 } from "@/tests/engines/gpt-sovits-api2";
import { startHiggs } from "@/tests/engines/higgs";
import { startOpenAiSpeech } from "@/tests/engines/openai-speech";
import { describeSpeechEngine } from "./speech-engine";

const SHIPPED: VoiceReference = {
  path: path.resolve("lib/voices/references/default.wav"),
  promptText: "창가에 불을 켜 두었어요.",
  promptLang: "ko",
  read: () => readFile(path.resolve("lib/voices/references/default.wav")),
};

describeSpeechEngine("embedded", async () => {
  const engine = createEmbedded();
  return { engine, reference: null, whenIdle: async () => {}, close: async () => engine.close() };
});

describeSpeechEngine("gpt-sovits on its simulator", async () => {
  const simulator = await startGptSovits({ speed: 50 });
  return {
    engine: createGptSovits({ baseUrl: simulator.url, believed: false }),
    reference: SHIPPED,
    whenIdle: () => simulator.whenIdle(),
    close: () => simulator.close(),
  };
});

describeSpeechEngine("gpt-sovits api2 on its simulator", async () => {
  const simulator = await startGptSovitsApi2({ speed: 50 });
  return {
    engine: createGptSovitsApi2({ baseUrl: simulator.url, believed: false }),
    reference: { ...SHIPPED, promptText: "窗边点着一盏灯。", promptLang: "zh" },
    whenIdle: () => simulator.whenIdle(),
    close: () => simulator.close(),
  };
}, ["en", "ja", "zh"]);

for (const samples of ["int16", "int32"] as const) {
  describeSpeechEngine(`gpt-sovits api, ${samples}, on its simulator`, async () => {
    const simulator = await startGptSovitsApi({ speed: 50, samples });
    return {
      engine: createGptSovitsApi({ baseUrl: simulator.url, believed: false }),
      reference: SHIPPED,
      whenIdle: () => simulator.whenIdle(),
      close: () => simulator.close(),
    };
  });
}

for (const revision of ["A", "B"] as const) {
  describeSpeechEngine(`higgs, revision ${revision}, on its simulator`, async () => {
    const simulator = await startHiggs({ speed: 50, revision });
    return {
      engine: createHiggs({ baseUrl: simulator.url, believed: false }),
      reference: SHIPPED,
      whenIdle: () => simulator.whenIdle(),
      close: () => simulator.close(),
    };
  });
}

for (const flavour of ["kokoro", "chatterbox", "openedai", "orpheus", "vllm-omni"] as const) {
  describeSpeechEngine(`openai speech, ${flavour}, on its simulator`, async () => {
    const simulator = await startOpenAiSpeech({ speed: 50, flavour });
    // Kokoro's own voices speak no Korean: it is asked for a name it takes for one of them.
    const voice = flavour === "kokoro" ? "alloy" : undefined;
    return {
      engine: createOpenAiSpeech({ baseUrl: simulator.url, believed: false, voice }),
      reference: null,
      whenIdle: () => simulator.whenIdle(),
      close: () => simulator.close(),
    };
  });
}

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
