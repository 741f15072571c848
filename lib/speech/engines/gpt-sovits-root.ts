import { AppError } from "@/lib/contract/app-error";
import type { EngineContext } from "@/lib/upstream/engine-context";
import { joinUrl, requestOk } from "@/lib/upstream/http";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import type { SpeechAudio, VoiceReference } from "../engine";
import { awaitFirstSound } from "./first-sound";
import { readWavStream } from "./wav-stream";
import { inPieces } from "./whole-sound";

/** What GPT-SoVITS's older servers, which speak at `/`, have in common. */
export interface RootServerOptions {
  /** Where the server listens; a path prefix is kept. */
  baseUrl: string;
  /** Path of its synthesis endpoint. */
  apiPath?: string | undefined;
  /** A person named this address: whatever answers there is taken for the engine. */
  believed: boolean;
}

/** The answer comes when everything is spoken, and it may first finish one nobody waits for. */
const ANSWER_MS = 300_000;
const STALL_MS = 60_000;
const COMPRESSED = /^audio\/(?:x-)?(ogg|aac)\b/i;

/**
 * The three fields of a reference, or none of them. Where one is missing or empty the server takes its own default for
 * all three without a word, so that another voice would speak: throws ENGINE_ERROR instead.
 */
export function rootReference(reference: VoiceReference | null): Record<string, string> {
  if (reference === null) return {};
  const { path, promptText, promptLang } = reference;
  if ([path, promptText, promptLang].some((field) => field.trim() === "")) {
    throw new AppError("ENGINE_ERROR", { key: "voice_words_missing" });
  }
  return { refer_wav_path: path, prompt_text: promptText, prompt_language: promptLang.toLowerCase() };
}

/**
 * Posts one synthesis and reads its WAV, whatever its depth. Rejects with UpstreamError: `rejected` (400 with a `code`,
 * 500), `malformed` (no bytes, silence, an answer broken off after its 200); with ENGINE_ERROR for compressed sound.
 */
export async function speakAtRoot(
  { baseUrl, apiPath = "/" }: RootServerOptions,
  json: Record<string, unknown>,
  context: EngineContext,
): Promise<Omit<SpeechAudio, "warnings">> {
  const limits = { answerMs: ANSWER_MS, firstChunkMs: ANSWER_MS, stallMs: STALL_MS };
  const answer = await requestOk(joinUrl(baseUrl, apiPath), { method: "POST", json, ...limits }, context);
  const [, compressed] = COMPRESSED.exec(answer.headers.get("content-type") ?? "") ?? [];
  if (compressed !== undefined) {
    answer.close();
    throw new AppError("ENGINE_ERROR", { key: "engine_sends_compressed", params: { format: compressed } });
  }
  const { sampleRate, pcm } = await readWavStream(answer.chunks);
  const sound = await awaitFirstSound(interruptible(pcm, context.signal));
  if (sound === null) throw new UpstreamError("malformed", "silence");
  return { sampleRate, pcm: sound };
}

/** A whole file arrives in pieces of any size: what is already here does not play on after an abort. */
async function* interruptible(pcm: AsyncIterable<Uint8Array>, signal: AbortSignal) {
  for await (const chunk of pcm) yield* inPieces(chunk, signal);
}
