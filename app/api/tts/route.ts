import { isAdmin } from "@/lib/auth/role";
import { AppError } from "@/lib/contract/app-error";
import { type TtsAnswer, ttsRequest } from "@/lib/contract/speech";
import { holdClip, liveResponse, rawBody, toSpeechError } from "@/lib/http/audio-response";
import { methods, route } from "@/lib/http/route";
import { audioUrl } from "@/lib/speech/audio-url";
import { say } from "@/lib/speech/say";

/** POST /api/tts — speaks a text: a file to fetch, or (`return_binary`) the sound itself. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "caller", body: ttsRequest }, async ({ services, actor, body, request }) => {
    if (body.media_type !== "wav" && body.media_type !== "raw") {
      throw new AppError("VALIDATION_ERROR", { key: "media_type_unavailable" });
    }
    const namesPath = body.ref_audio_path ?? body.aux_ref_audio_paths ?? body.prompt_text;
    if (namesPath !== undefined && !(await isAdmin(services.db, actor))) {
      throw new AppError("FORBIDDEN", { key: "admin_path_only" });
    }
    const { file, voice, cached, clip } = await say(services.say, actor, body);
    if (body.return_binary && body.streaming_mode > 0) {
      return binary(await liveResponse(clip, true, request.signal), body.media_type, file.id, cached);
    }
    holdClip(clip, request.signal);
    const made = await clip.finished.catch((error: unknown) => {
      throw toSpeechError(error);
    });
    if (body.return_binary) {
      const whole = await liveResponse(clip, false, request.signal);
      return binary(whole, body.media_type, file.id, cached);
    }
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
  }),
});

function binary(wav: Response, mediaType: "wav" | "raw", fileId: string, cached: boolean): Response {
  const response = mediaType === "raw" && wav.body ? new Response(rawBody(wav.body), wav) : wav;
  response.headers.set("Content-Type", `audio/${mediaType}`);
  response.headers.set("X-File-Id", fileId);
  response.headers.set("X-Cached", String(cached));
  return response;
}
