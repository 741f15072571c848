import "server-only";
import type { SpeechEngine } from "./engine";
import { createEmbedded } from "./engines/embedded";
import { createGptSovits, type GptSovitsOptions } from "./engines/gpt-sovits-v2";

/** What each kind of engine is made from. */
export interface SpeechEngineSettings {
  "gpt-sovits": GptSovitsOptions;
  embedded: undefined;
}

/** Every speech engine there is; the only place that names their modules. */
export const SPEECH_ENGINES = {
  "gpt-sovits": createGptSovits,
  embedded: () => createEmbedded(),
} satisfies { [K in keyof SpeechEngineSettings]: (settings: SpeechEngineSettings[K]) => SpeechEngine };
