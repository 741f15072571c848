import type { StreamingMode } from "@/lib/contract/speech";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { joinUrl, request, requestOk, statusError, type UpstreamAnswer } from "@/lib/upstream/http";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import type { SpeechAudio, SpeechEngine, SpeechRequest, VoiceReference, VoiceWeights } from "../engine";
import { awaitFirstSound } from "./first-sound";
import { controlGptSovits } from "./gpt-sovits-control";
import { probeGptSovits } from "./gpt-sovits-probe";
import { readWavStream } from "./wav-stream";

export interface GptSovitsOptions {
  /** Where `api_v2.py` listens; a path prefix is kept. */
  baseUrl: string;
  /** Path of its synthesis endpoint. */
  apiPath?: string;
  /** The operator named this address: whatever answers there is taken for the engine. */
  believed: boolean;
}

/** The engine may be finishing a synthesis nobody waits for any more: it cannot be stopped from outside. */
const FIRST_SOUND_MS = 120_000;
const STALL_MS = 60_000;
const REFERENCE_MS = 60_000;
/** Reading a model from a slow disk, and onto the GPU. */
const WEIGHTS_MS = 180_000;

/**
 * GPT-SoVITS `api_v2.py`. Speaks in the voice of `request.reference`, whose path its own machine must see.
 * A 200 is only "maybe": no bytes, silence, a broken connection or no WAV are `malformed`.
 * The caller iterates `pcm` or aborts; an unread answer keeps the engine's connection.
 */
export function createGptSovits(options: GptSovitsOptions): SpeechEngine {
  const apiPath = options.apiPath ?? "/tts";
  const url = joinUrl(options.baseUrl, apiPath);

  function post(speech: SpeechRequest, mode: StreamingMode, context: EngineContext): Promise<UpstreamAnswer> {
    const limits = { answerMs: FIRST_SOUND_MS, firstChunkMs: FIRST_SOUND_MS, stallMs: STALL_MS };
    return requestOk(url, { method: "POST", json: requestBody(speech, mode), ...limits }, context);
  }

  return {
    kind: "gpt-sovits",
    capabilities: {
      languages: ["ko", "en", "ja", "zh"],
      streamingModes: [0, 1, 2, 3],
      cloning: true,
      references: "path",
      ownVoices: false,
      auxiliaryReferences: true,
      weights: true,
      multiSpeaker: false,
      concurrency: 1,
      maxCharacters: 600,
      stopsOnAbort: false,
    },

    async synthesize(speech: SpeechRequest, context: EngineContext): Promise<SpeechAudio> {
      const warnings: string[] = [];
      let answer: UpstreamAnswer;
      try {
        answer = await post(speech, speech.streamingMode, context);
      } catch (error) {
        if (speech.streamingMode < 2 || !refusesRequest(error)) throw error;
        // Revisions before 2025-11-28 know only whether to stream, not how.
        answer = await post(speech, 1, context);
        warnings.push("streaming_mode_unsupported");
      }
      const { sampleRate, pcm } = await readWavStream(answer.chunks);
      const sound = await awaitFirstSound(pcm);
      if (sound === null) throw new UpstreamError("malformed", "silence");
      return { sampleRate, pcm: sound, warnings };
    },

    checkHealth: (context) => probeGptSovits({ ...options, apiPath }, context),

    async canReadReference(reference: VoiceReference, context: EngineContext): Promise<boolean> {
      const query = new URLSearchParams({ refer_audio_path: reference.path });
      const address = `${joinUrl(options.baseUrl, "/set_refer_audio")}?${query}`;
      const answer = await request(address, { answerMs: REFERENCE_MS }, context);
      const ok = answer.status >= 200 && answer.status < 300;
      // 404 and 405: a revision without this question.
      if (ok || [400, 404, 405].includes(answer.status)) {
        answer.close();
        return answer.status !== 400;
      }
      throw await statusError(answer, context);
    },

    async loadWeights({ gpt, sovits }: VoiceWeights, context: EngineContext): Promise<void> {
      // The SoVITS half decides which languages there are: it comes first.
      if (sovits !== null) await setWeights(options.baseUrl, "/set_sovits_weights", sovits, context);
      if (gpt !== null) await setWeights(options.baseUrl, "/set_gpt_weights", gpt, context);
    },

    control: (command, context) => controlGptSovits(options.baseUrl, command, context),
  };
}

async function setWeights(
  baseUrl: string,
  path: string,
  weights: string,
  context: EngineContext,
): Promise<void> {
  const address = `${joinUrl(baseUrl, path)}?${new URLSearchParams({ weights_path: weights })}`;
  (await requestOk(address, { answerMs: WEIGHTS_MS }, context)).close();
}

function refusesRequest(error: unknown): boolean {
  return error instanceof UpstreamError && (error.status === 400 || error.status === 422);
}

/** Every control explicitly, because defaults differ between revisions; no nulls, which are 422 there. */
function requestBody(speech: SpeechRequest, mode: StreamingMode): Record<string, unknown> {
  const { reference, controls } = speech;
  return {
    ...controls,
    // With more, modes 2 and 3 speak only the first piece of each batch.
    batch_size: mode >= 2 ? 1 : controls.batch_size,
    text: speech.text,
    text_lang: speech.language.toLowerCase(),
    ...(reference === null
      ? {}
      : {
          ref_audio_path: reference.path,
          prompt_text: reference.promptText,
          prompt_lang: reference.promptLang.toLowerCase(),
        }),
    ...(speech.auxiliaryReferences.length > 0
      ? { aux_ref_audio_paths: speech.auxiliaryReferences.map(({ path }) => path) }
      : {}),
    media_type: "wav",
    streaming_mode: mode,
  };
}
