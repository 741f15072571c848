import type { EngineContext } from "@/lib/upstream/engine-context";
import { joinUrl, requestOk } from "@/lib/upstream/http";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import type { SpeechAudio, SpeechEngine, SpeechRequest } from "../engine";
import { awaitFirstSound } from "./first-sound";
import { readOpenAiSound } from "./openai-speech-sound";
import { fetchOpenAiVoices, probeOpenAiSpeech } from "./openai-speech-voices";
import { assertSpeakable } from "./whole-sound";

export interface OpenAiSpeechOptions {
  /** Where the server listens, without `/v1`; a path prefix is kept. */
  baseUrl: string;
  /** Path of its synthesis endpoint. */
  apiPath?: string | undefined;
  /** A person named this address: whatever answers there is taken for the engine. */
  believed: boolean;
  /** What it is asked for; `tts-1`, which most servers know or ignore, where it is not named. */
  model?: string | undefined;
  /** The voice that speaks where a request names none; else the first one it lists. */
  voice?: string | undefined;
  /** Hz of sound without a header; set, such sound is asked for. */
  pcmRate?: number | undefined;
}

/** A handler that blocks its server may first finish one nobody waits for. */
const FIRST_SOUND_MS = 120_000;
const STALL_MS = 60_000;
const LANGUAGES = ["ko", "en", "ja", "zh"];
/** Kokoro's voices say their language by their first letter; Korean is not among them. */
const KOKORO_VOICE = /^([abjzefhip])[fm]_[a-z]/;
const KOKORO_LANGUAGES: Record<string, string> = {
  a: "en",
  b: "en",
  j: "ja",
  z: "zh",
  e: "es",
  f: "fr",
  h: "hi",
  i: "it",
  p: "pt",
};

/** Any server with OpenAI's `/v1/audio/speech`: a voice is a name, and only the sound itself says what it is. */
export function createOpenAiSpeech(options: OpenAiSpeechOptions): SpeechEngine {
  const { baseUrl, apiPath = "/v1/audio/speech", model = "tts-1", pcmRate } = options;
  const isKokoro = model === "kokoro" || KOKORO_VOICE.test(options.voice ?? "");

  async function defaultVoice(context: EngineContext): Promise<string> {
    const [first] = await fetchOpenAiVoices(baseUrl, context);
    // OpenAI's own first name, which servers without a list map to one of theirs.
    return first?.id ?? "alloy";
  }

  return {
    kind: "openai",
    capabilities: {
      languages: isKokoro ? LANGUAGES.filter((language) => language !== "ko") : LANGUAGES,
      streamingModes: [0, 1],
      cloning: false,
      references: "none",
      ownVoices: true,
      ownDefault: true,
      auxiliaryReferences: false,
      weights: false,
      multiSpeaker: false,
      concurrency: 1,
      maxCharacters: 1000,
      stopsOnAbort: false,
    },

    async synthesize(speech: SpeechRequest, context: EngineContext): Promise<SpeechAudio> {
      assertSpeakable(speech.text);
      const voice = speech.engineVoice ?? options.voice ?? (await defaultVoice(context));
      assertLanguage(voice, speech.language);
      const json = {
        model,
        voice,
        input: speech.text,
        response_format: pcmRate === undefined ? "wav" : "pcm",
        speed: Math.min(4, Math.max(0.25, speech.controls.speed_factor)),
        // Kokoro streams unless told not to; others take `true` for a stream of events.
        ...(speech.streamingMode === 0 ? { stream: false } : {}),
      };
      const limits = { answerMs: FIRST_SOUND_MS, firstChunkMs: FIRST_SOUND_MS, stallMs: STALL_MS };
      const answer = await requestOk(joinUrl(baseUrl, apiPath), { method: "POST", json, ...limits }, context);
      const { sampleRate, pcm } = await readOpenAiSound(answer, { pcmRate, signal: context.signal });
      const sound = await awaitFirstSound(pcm);
      if (sound === null) throw new UpstreamError("malformed", "silence");
      const warnings = speech.reference === null ? [] : ["cloning_unsupported"];
      return { sampleRate, pcm: sound, warnings };
    },

    checkHealth: (context) => probeOpenAiSpeech(options, context),

    /** It uses none. */
    canReadReference: async () => true,

    listVoices: (context) => fetchOpenAiVoices(baseUrl, context),
  };
}

function assertLanguage(voice: string, language: string): void {
  const spoken = KOKORO_LANGUAGES[KOKORO_VOICE.exec(voice)?.[1] ?? ""];
  if (spoken !== undefined && language === "ko") {
    throw new UpstreamError("rejected", `a voice for ${spoken}`, {
      engineMessage: `Voice '${voice}' does not speak '${language}'`,
    });
  }
}
