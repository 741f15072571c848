import type { EngineContext } from "@/lib/upstream/engine-context";
import { joinUrl, requestOk } from "@/lib/upstream/http";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import type { SpeechEngine, VoiceWeights } from "../engine";
import { controlGptSovits } from "./gpt-sovits-control";
import { probeRootServer } from "./gpt-sovits-probe";
import { type RootServerOptions, rootReference, speakAtRoot } from "./gpt-sovits-root";
import { assertSpeakable } from "./whole-sound";

/** Reading a model from a slow disk, and onto the GPU. */
const WEIGHTS_MS = 180_000;

/**
 * GPT-SoVITS's first server, `api.py`. It sends 200 before it begins, so that whatever goes wrong later is an answer
 * broken off. One request at a time; closing the connection does not stop it.
 */
export function createGptSovitsApi(options: RootServerOptions): SpeechEngine {
  return {
    kind: "gpt-sovits-api",
    capabilities: {
      languages: ["ko", "en", "ja", "zh"],
      streamingModes: [],
      cloning: true,
      references: "path",
      ownVoices: false,
      ownDefault: true,
      auxiliaryReferences: true,
      weights: true,
      weightsTogether: true,
      multiSpeaker: false,
      concurrency: 1,
      maxCharacters: 600,
      stopsOnAbort: false,
    },

    async synthesize(speech, context) {
      assertSpeakable(speech.text);
      const { controls } = speech;
      const json = {
        ...rootReference(speech.reference),
        text: speech.text,
        text_language: speech.language.toLowerCase(),
        // We cut texts ourselves; without marks to cut at it speaks each in one go.
        cut_punc: "",
        top_k: controls.top_k,
        top_p: controls.top_p,
        temperature: controls.temperature,
        speed: controls.speed_factor,
        sample_steps: controls.sample_steps,
        if_sr: controls.super_sampling,
        ...(speech.auxiliaryReferences.length > 0 && {
          inp_refs: speech.auxiliaryReferences.map(({ path }) => path),
        }),
      };
      return { ...(await speakAtRoot(options, json, context)), warnings: [] };
    },

    checkHealth: (context) => probeRootServer(options, context),

    /** `/change_refer` would ask by changing what it speaks with. */
    canReadReference: async () => true,

    loadWeights: (weights, context) => setModel(options.baseUrl, weights, context),

    control: (command, context) => controlGptSovits(options.baseUrl, command, context),
  };
}

async function setModel(
  baseUrl: string,
  { gpt, sovits }: VoiceWeights,
  context: EngineContext,
): Promise<void> {
  if (gpt === null || sovits === null) throw new UpstreamError("rejected", "it loads both halves or none");
  const json = { gpt_model_path: gpt, sovits_model_path: sovits };
  const address = joinUrl(baseUrl, "/set_model");
  (await requestOk(address, { method: "POST", json, answerMs: WEIGHTS_MS }, context)).close();
}
