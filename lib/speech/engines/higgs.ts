import { z } from "zod";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { getJson, joinUrl, parseJson, readText, requestOk } from "@/lib/upstream/http";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import type { SpeechAudio, SpeechDialogue, SpeechEngine, SpeechRequest, VoiceReference } from "../engine";
import { awaitFirstSound } from "./first-sound";
import { probeHiggs } from "./higgs-probe";
import { readWavStream } from "./wav-stream";
import { assertSpeakable, inPieces } from "./whole-sound";

export interface HiggsOptions {
  /** Where its REST server listens; a path prefix is kept. */
  baseUrl: string;
  /** A person named this address: whatever answers there is taken for the engine. */
  believed: boolean;
  /** The engine's voice that speaks where a request names none. */
  voice?: string | undefined;
}

type Sampling = Pick<SpeechRequest, "controls" | "maxNewTokens" | "scene">;

/** The answer comes only when everything is spoken, and it may first finish one nobody waits for. */
const ANSWER_MS = 300_000;
const UPLOAD_MS = 60_000;
const LIST_MS = 5_000;
/** Three minutes of float32 in base64. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
const MAX_NEW_TOKENS = 4096;
const DEFAULT_NEW_TOKENS = 1024;
/** Its audio tokenizer's rate. */
const TOKENS_PER_SECOND = 25;

const generated = z.object({ audio_base64: z.string() });
const voiceList = z.array(
  z.object({ name: z.string(), description: z.string().nullish(), type: z.string().nullish() }),
);

/**
 * Higgs Audio v2 behind its REST server. Speaks as a voice it knows by name (best: with its transcript), else as the
 * clip sent along. One request at a time; closing the connection does not stop it.
 */
export function createHiggs(options: HiggsOptions): SpeechEngine {
  const { baseUrl } = options;

  async function generate(path: string, body: object, context: EngineContext): Promise<SpeechAudio> {
    const limits = { answerMs: ANSWER_MS };
    const answer = await requestOk(
      joinUrl(baseUrl, path),
      { method: "POST", json: body, ...limits },
      context,
    );
    const parsed = generated.safeParse(parseJson(await readText(answer, MAX_ANSWER_BYTES)));
    if (!parsed.success) throw new UpstreamError("malformed", "answer without sound");
    const file = Buffer.from(parsed.data.audio_base64, "base64");
    const { sampleRate, pcm } = await readWavStream(inPieces(file, context.signal));
    const sound = await awaitFirstSound(pcm);
    if (sound === null) throw new UpstreamError("malformed", "silence");
    return { sampleRate, pcm: sound, warnings: [] };
  }

  return {
    kind: "higgs",
    capabilities: {
      languages: ["ko", "en", "ja", "zh"],
      streamingModes: [],
      cloning: true,
      references: "inline",
      ownVoices: true,
      ownDefault: options.voice !== undefined,
      auxiliaryReferences: false,
      weights: false,
      multiSpeaker: true,
      concurrency: 1,
      maxCharacters: 500,
      stopsOnAbort: false,
    },

    async synthesize(speech: SpeechRequest, context: EngineContext): Promise<SpeechAudio> {
      assertSpeakable(speech.text);
      const voice = speech.engineVoice ?? (speech.reference === null ? options.voice : undefined);
      const reference =
        voice === undefined
          ? { reference_audio: await inBase64(speech.reference) }
          : { reference_voice: voice };
      const body = { ...sampling(speech.text, speech), ...reference };
      return generate("/generate/voice-clone", body, context);
    },

    async synthesizeDialogue(dialogue: SpeechDialogue, context: EngineContext): Promise<SpeechAudio> {
      const text = dialogue.lines.map(({ speaker, text }) => `[SPEAKER${speaker}] ${text}`).join("\n");
      dialogue.lines.forEach((line) => {
        assertSpeakable(line.text);
      });
      const names = dialogue.speakers.flatMap(({ engineVoice }) => engineVoice ?? []);
      // It takes names or clips, never both.
      const speakers =
        names.length === dialogue.speakers.length
          ? { reference_voices: names }
          : { reference_audios: await Promise.all(dialogue.speakers.map((one) => inBase64(one.reference))) };
      return generate("/generate/multi-speaker", { ...sampling(text, dialogue), ...speakers }, context);
    },

    checkHealth: (context) => probeHiggs(options, context),

    /** It is given the bytes. */
    canReadReference: async () => true,

    async listVoices(context: EngineContext) {
      const listed = voiceList.safeParse(
        await getJson(joinUrl(baseUrl, "/voices"), { answerMs: LIST_MS }, context),
      );
      if (!listed.success) throw new UpstreamError("malformed", "answer is no list of voices");
      // Voices made of a description alone fail in its own engine.
      return listed.data
        .filter(({ name, type }) => type !== "profile" && !name.startsWith("profile:"))
        .map(({ name, description }) => ({ id: name, name, description: description ?? "" }));
    },

    async uploadVoice(name: string, reference: VoiceReference, context: EngineContext): Promise<string> {
      // The server uses the name as a file's, unchecked.
      const id = name.replace(/[^A-Za-z0-9_-]/g, "_");
      if (reference.read === null) throw new UpstreamError("rejected", "no bytes of this reference");
      // The description is what it takes for the clip's exact words. It reads both from the query; its papers say form.
      const fields = { name: id, description: reference.promptText };
      const form = new FormData();
      form.set(
        "file",
        new Blob([new Uint8Array(await reference.read())], { type: "audio/wav" }),
        `${id}.wav`,
      );
      for (const [field, value] of Object.entries(fields)) form.set(field, value);
      const address = `${joinUrl(baseUrl, "/upload-voice")}?${new URLSearchParams(fields)}`;
      (await requestOk(address, { method: "POST", form, answerMs: UPLOAD_MS }, context)).close();
      return id;
    },
  };
}

async function inBase64(reference: VoiceReference | null): Promise<string> {
  if (!reference?.read) throw new UpstreamError("rejected", "no voice and no bytes of a reference");
  return Buffer.from(await reference.read()).toString("base64");
}

/** Within the bounds its schema sets; outside of them the whole request is refused. */
function sampling(text: string, { controls, maxNewTokens, scene }: Sampling) {
  return {
    text,
    temperature: clamp(controls.temperature, 0, 2),
    top_p: clamp(controls.top_p, 0, 1),
    top_k: Math.max(1, Math.round(controls.top_k)),
    seed: controls.seed < 0 ? null : controls.seed,
    scene_prompt: scene,
    max_new_tokens: clamp(Math.round(maxNewTokens ?? tokensFor(text)), 1, MAX_NEW_TOKENS),
  };
}

/** Its documents' default, or twice what a slow speaker needs: too few cut the text off without a word about it. */
function tokensFor(text: string): number {
  let seconds = 4;
  for (const letter of text)
    seconds += /[\p{sc=Hangul}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u.test(letter) ? 0.3 : 0.15;
  return Math.max(DEFAULT_NEW_TOKENS, seconds * TOKENS_PER_SECOND);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
