import "server-only";
import type { SpeechEngineOptions } from "@/lib/contract/engines";
import type { SpeechEngine, SpeechEngineKind } from "./engine";
import { createEmbedded } from "./engines/embedded";
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
const SPEECH_ENGINES: Partial<Record<AddressedKind, (address: SpeechEngineAddress) => SpeechEngine>> = {
  "gpt-sovits": ({ baseUrl, apiPath, believed }) =>
    createGptSovits({ baseUrl, believed, ...(apiPath === undefined ? {} : { apiPath }) }),
  higgs: ({ baseUrl, believed, options }) => createHiggs({ baseUrl, believed, voice: options.voice }),
  openai: ({ baseUrl, apiPath, believed, options: { model, voice, pcm_rate: pcmRate } }) =>
    createOpenAiSpeech({ baseUrl, apiPath, believed, model, voice, pcmRate }),
};

/** Null for a kind that is not there. */
export function createSpeechEngine(
  kind: SpeechEngineKind,
  address: SpeechEngineAddress,
): SpeechEngine | null {
  return kind === "embedded" ? null : (SPEECH_ENGINES[kind]?.(address) ?? null);
}

export function createEmbeddedEngine(): SpeechEngine {
  return createEmbedded();
}
