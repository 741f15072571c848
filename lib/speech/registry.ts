import "server-only";
import type { SpeechEngineOptions } from "@/lib/contract/engines";
import type { SpeechEngine, SpeechEngineKind } from "./engine";
import { createEmbedded } from "./engines/embedded";
import { createGptSovitsApi } from "./engines/gpt-sovits-api";
import { createGptSovitsApi2 } from "./engines/gpt-sovits-api2";
import { createGptSovits } from "./engines/gpt-sovits-v2";
import { createHiggs } from "./engines/higgs";
import { createOpenAiSpeech } from "./engines/openai-speech";

/** What an engine at an address is made from. */
export interface SpeechEngineAddress {
  baseUrl: string;
  /** Undefined: the kind's own. */
  apiPath: string | undefined;
  /** A person named this address: whatever answers there is taken for the engine. */
  believed: boolean;
  options: SpeechEngineOptions;
}

type AddressedKind = Exclude<SpeechEngineKind, "embedded">;

/** Every speech engine there is at an address; the only place that names their modules. */
const SPEECH_ENGINES: Record<AddressedKind, (address: SpeechEngineAddress) => SpeechEngine> = {
  "gpt-sovits": ({ baseUrl, apiPath, believed }) =>
    createGptSovits({ baseUrl, believed, ...(apiPath === undefined ? {} : { apiPath }) }),
  "gpt-sovits-api2": createGptSovitsApi2,
  "gpt-sovits-api": createGptSovitsApi,
  higgs: ({ baseUrl, believed, options }) => createHiggs({ baseUrl, believed, voice: options.voice }),
  openai: ({ baseUrl, apiPath, believed, options: { model, voice, pcm_rate: pcmRate } }) =>
    createOpenAiSpeech({ baseUrl, apiPath, believed, model, voice, pcmRate }),
};

/** Null for the embedded one, which is at no address. */
export function createSpeechEngine(
  kind: SpeechEngineKind,
  address: SpeechEngineAddress,
): SpeechEngine | null {
  return kind === "embedded" ? null : SPEECH_ENGINES[kind](address);
}

export function createEmbeddedEngine(): SpeechEngine {
  return createEmbedded();
}
