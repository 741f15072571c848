import { AppError } from "@/lib/contract/app-error";
import type { TtsAnswer } from "@/lib/contract/speech";
import { voiceTest } from "@/lib/contract/voices";
import { holdClip, toSpeechError } from "@/lib/http/audio-response";
import { methods, route } from "@/lib/http/route";
import { audioUrl } from "@/lib/speech/audio-url";
import { tryVoice } from "@/lib/speech/say";
import { UpstreamError } from "@/lib/upstream/upstream-error";

/** POST /api/voices/{id}/test — the voice says a sentence, inactive or not. Admins only. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { access: "admin", body: voiceTest.default({}) },
    async ({ services, actor, params, body, request }) => {
      const { file, voice, cached, clip } = await tryVoice(services.say, actor, params.id ?? "", body);
      holdClip(clip, request.signal);
      const made = await clip.finished.catch((error: unknown) => {
        const isWordless = voice.sound.reference?.promptText === "";
        throw isWordless && isRefusal(error)
          ? new AppError("ENGINE_ERROR", { key: "voice_needs_words", cause: error })
          : toSpeechError(error);
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

/** Newer models cannot speak without the words said in the reference. */
function isRefusal(error: unknown): boolean {
  return error instanceof UpstreamError && error.kind === "rejected";
}
