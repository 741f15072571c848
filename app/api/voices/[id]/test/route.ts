import { AppError } from "@/lib/contract/app-error";
import { type VoiceTestAnswer, voiceTest, voiceTestAnswer } from "@/lib/contract/voices";
import { holdClip, toSpeechError } from "@/lib/http/audio-response";
import { methods, route } from "@/lib/http/route";
import { audioUrl } from "@/lib/speech/audio-url";
import { tryVoice } from "@/lib/speech/say";
import type { SpeakingVoice } from "@/lib/speech/voice";
import { UpstreamError } from "@/lib/upstream/upstream-error";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "admin",
      isAudited: false,
      summary:
        "The voice says a sentence, inactive or not, also as an earlier revision or by another engine.",
      body: voiceTest.prefault({}),
      answer: voiceTestAnswer,
    },
    async ({ services, actor, params, body: { revision, ...wish }, request }) => {
      const { id = "" } = params;
      const spec = revision === undefined ? undefined : await services.voiceEditor.revision(id, revision);
      const askedAt = performance.now();
      const said = await tryVoice(services.say, actor, id, { ...wish, spec });
      const { file, voice, cached, isMadeNow, seed, clip } = said;
      holdClip(clip, request.signal);
      let firstByteMs = 0;
      clip.started.then(
        () => {
          firstByteMs = performance.now() - askedAt;
        },
        () => undefined,
      );
      const made = await clip.finished.catch((error: unknown) => {
        throw diagnose(voice, error) ?? toSpeechError(error);
      });
      const totalMs = performance.now() - askedAt;
      const answer: VoiceTestAnswer = {
        audio_url: audioUrl(file.id),
        file_id: file.id,
        duration: made.durationMs / 1000,
        file_size: made.bytes,
        format: "wav",
        sample_rate: made.sampleRate,
        voice_id: voice.id,
        created_at: new Date(file.createdAt).toISOString(),
        cached,
        seed,
        first_byte_ms: isMadeNow ? Math.round(firstByteMs) : null,
        real_time_factor: isMadeNow ? totalMs / made.durationMs : null,
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
