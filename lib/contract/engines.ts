import { z } from "zod";

/** `gpt-sovits`: api_v2.py · `gpt-sovits-api2`: api2.py · `gpt-sovits-api`: the older api.py */
export const SPEECH_ENGINE_KINDS = [
  "gpt-sovits",
  "gpt-sovits-api2",
  "gpt-sovits-api",
  "higgs",
  "openai",
  "embedded",
] as const;
export const speechEngineKind = z.enum(SPEECH_ENGINE_KINDS);
export type SpeechEngineKind = z.infer<typeof speechEngineKind>;
