import { AppError } from "@/lib/contract/app-error";
import type { TtsAnswer } from "@/lib/contract/speech";
import { voiceTest } from "@/lib/contract/voices";
import { holdClip, toSpeechError } from "@/lib/http/audio-response";
import { methods, route } from "@/lib/http/route";
import { audioUrl } from "@/lib/speech/audio-url";
import { tryVoice } from "@/lib/speech/say";
import type { SpeakingVoice } from "@/lib/speech/voice";
import { UpstreamError } from "@/lib/upstream/upstream-error";

/** POST /api/voices/{id}/test — the voice says a sentence, inactive or not. Admins only. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { access: "admin", body: voiceTest.default({}) },
    async ({ services, actor, params, body, request }) => {
      const { file, voice, cached, clip } = await tryVoice(services.say, actor, params.id ?? "", body);
      holdClip(clip, request.signal);
      const made = await clip.finished.catch((error: unknown) => {
        throw diagnose(voice, error) ?? toSpeechError(error);
      });
      const answer: TtsAnswer = {
        audio_url: audioUrl(file.id),
        file_id: file.id,
        duration: made.durationMs / 1000,
        file_size: made.bytes,
        format: "wav",
        sample_rate: made.sampleRate,
        voice_id: voice.id,
        created_at: new Date(file.createdAt).toISOString(),
        cached,
      };
      return answer;
    },
  ),
});

/**
 * What of a voice an engine most likely refuses; null where nothing of it stands out. The engine's own words are in its
 * language and never tell. A clip of ours was judged when it came.
 */
function diagnose({ sound: { reference } }: SpeakingVoice, cause: unknown): AppError | null {
  if (!(cause instanceof UpstreamError)) return null;
  const isRefused = cause.kind === "rejected";
  // Newer models cannot speak without the words said in the reference.
  if (isRefused && reference?.promptText === "") {
    return new AppError("ENGINE_ERROR", { key: "voice_needs_words", cause });
  }
  const isBrokenOff = cause.kind === "malformed";
  return reference?.path && (isRefused || isBrokenOff)
    ? new AppError("ENGINE_ERROR", { key: "voice_clip_refused", cause })
    : null;
}
