import { isAdmin } from "@/lib/auth/role";
import { bytes, either, inEnvelope, plainJson } from "@/lib/contract/answers";
import { AppError } from "@/lib/contract/app-error";
import { AUDIO_TYPES, type TtsRequest, ttsAnswer, ttsRequest } from "@/lib/contract/speech";
import { holdClip, liveResponse, toSpeechError } from "@/lib/http/audio-response";
import { methods, route } from "@/lib/http/route";
import { ttsAnswer as answerOf } from "@/lib/http/tts-answer";
import { isDoubtful } from "@/lib/speech/clips";
import { say } from "@/lib/speech/say";

const spoken = either(
  plainJson(inEnvelope(ttsAnswer)),
  bytes(ttsRequest.shape.media_type.unwrap().options.map((format) => AUDIO_TYPES[format])),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "caller",
      summary: "Speaks a text: a file to fetch or, with `return_binary`, the sound itself.",
      body: ttsRequest,
      answer: spoken,
    },
    async ({ services, actor, locale, body, request }) => {
      if (namesReference(body) && !(await isAdmin(services, actor))) {
        throw new AppError("FORBIDDEN", { key: "admin_path_only" });
      }
      const { sounds } = services;
      const { signal } = request;
      const { media_type: format, return_binary: isBinary } = body;
      const said = await say(services.say, actor, body);
      const isWaitedFor = !isBinary || body.streaming_mode === 0;
      const made = isWaitedFor ? await whole(said.clip, signal) : null;
      if (made && !isBinary) return answerOf(said, made, { format, sounds, locale });
      const response = await liveResponse(said.clip, { format, sounds, isHeld: !isWaitedFor, signal });
      response.headers.set("X-File-Id", said.file.id);
      response.headers.set("X-Cached", String(said.cached));
      if (made && isDoubtful(made)) response.headers.set("X-Notice", "SPEECH_DOUBTFUL");
      return response;
    },
  ),
});

function whole(clip: Awaited<ReturnType<typeof say>>["clip"], signal: AbortSignal) {
  holdClip(clip, signal);
  return clip.finished.catch((error: unknown) => {
    throw toSpeechError(error);
  });
}

/** Paths on the engine's machine and what is said there are an admin's alone. */
function namesReference({ ref_audio_path, aux_ref_audio_paths, prompt_text }: TtsRequest): boolean {
  return [ref_audio_path, prompt_text].some((one) => one !== undefined) || !!aux_ref_audio_paths?.length;
}
