import { AppError } from "@/lib/contract/app-error";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { DEFAULT_CONTROLS } from "../controls";
import type { SpeechEngine, SpeechRequest } from "../engine";
import { probeRootServer } from "./gpt-sovits-probe";
import { type RootServerOptions, rootReference, speakAtRoot } from "./gpt-sovits-root";
import { assertSpeakable } from "./whole-sound";

const LANGUAGES = ["en", "ja", "zh"];
/** Shorter texts it fails on. */
const FEWEST_CHARACTERS = 4;
const FILLER: Record<string, string> = { en: "." };
const FIXED = ["top_k", "top_p", "temperature", "speed_factor"] as const;

/**
 * `api2.py` for GPT-SoVITS: one v1 model on one port, which speaks no Korean and always samples the same way. Nothing
 * but its synthesis can be asked of it; it does one at a time and answers nothing meanwhile.
 */
export function createGptSovitsApi2(options: RootServerOptions): SpeechEngine {
  return {
    kind: "gpt-sovits-api2",
    capabilities: {
      languages: LANGUAGES,
      streamingModes: [],
      cloning: true,
      references: "path",
      ownVoices: false,
      ownDefault: true,
      auxiliaryReferences: false,
      weights: false,
      fixedSampling: true,
      multiSpeaker: false,
      concurrency: 1,
      maxCharacters: 1000,
      stopsOnAbort: false,
    },

    async synthesize(speech, context) {
      assertSpeakable(speech.text);
      const reference = rootReference(speech.reference);
      assertLanguage(speech);
      const json = {
        ...reference,
        text: padded(speech.text, speech.language),
        text_language: speech.language,
      };
      const isWished = FIXED.some((name) => speech.controls[name] !== DEFAULT_CONTROLS[name]);
      const warnings = isWished ? ["sampling_fixed"] : [];
      return { ...(await speakAtRoot(options, json, context)), warnings };
    },

    checkHealth: (context) => probeRootServer(options, context),

    /** It cannot be asked without speaking. */
    canReadReference: async () => true,
  };
}

/** An unknown language is a crash there, and Korean is one. */
function assertLanguage({ language, reference }: SpeechRequest): void {
  const knows = (used: string) => /^(?:all_(?:zh|ja)|auto)$/.test(used) || LANGUAGES.includes(used);
  if (!knows(language)) {
    throw new UpstreamError("rejected", "a language it does not speak", {
      engineMessage: `api2.py does not speak '${language}', only en, ja and zh`,
    });
  }
  const heard = reference?.promptLang.toLowerCase() ?? language;
  if (!knows(heard)) {
    const params = { language: heard, languages: LANGUAGES.join(", ") };
    throw new AppError("ENGINE_ERROR", { key: "voice_reference_language", params });
  }
}

function padded(text: string, language: string): string {
  const missing = FEWEST_CHARACTERS - [...text.trim()].length;
  return missing > 0 ? text.trim() + (FILLER[language] ?? "。").repeat(missing) : text;
}
