import "server-only";
import { demoRepertoire } from "@/lib/characters";
import type { Settings } from "@/lib/config/env";
import { createDemoEngine } from "@/lib/llm/engines/demo";
import { createOllama } from "@/lib/llm/engines/ollama";
import type { SpeechInstanceSetup } from "@/lib/speech/directory";
import { SPEECH_ENGINES } from "@/lib/speech/registry";

/** The language engines the operator's choice allows; null where it leaves one out. */
export function languageEngines({ llm }: Settings) {
  const isWanted = (service: Settings["llm"]["service"]) => llm.service === "auto" || llm.service === service;
  const { ollamaBaseUrl: baseUrl, contextLength, model } = llm;
  return {
    ollama: isWanted("ollama") ? createOllama({ baseUrl, contextLength, preferredModel: model }) : null,
    demo: isWanted("demo") ? createDemoEngine({ repertoire: demoRepertoire }) : null,
  };
}

/** The speech engines the operator's choice allows: one for each address, and the embedded one. */
export function speechEngines({ tts }: Settings) {
  const isWanted = (service: Settings["tts"]["service"]) => tts.service === "auto" || tts.service === service;
  const make = (baseUrl: string, at: number): SpeechInstanceSetup => ({
    id: `gpt-sovits-${at}`,
    name: "GPT-SoVITS",
    pool: "gpt-sovits",
    engine: SPEECH_ENGINES["gpt-sovits"]({ baseUrl, apiPath: tts.apiPath, believed: tts.configured }),
    defaultWeights: null,
  });
  return {
    instances: isWanted("gpt-sovits") ? tts.baseUrls.map(make) : [],
    embedded: isWanted("embedded") ? SPEECH_ENGINES.embedded() : null,
  };
}
