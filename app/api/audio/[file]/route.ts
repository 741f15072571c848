import { bytes } from "@/lib/contract/answers";
import { AppError } from "@/lib/contract/app-error";
import { AUDIO_TYPES, type AudioFormat, audioQuery } from "@/lib/contract/speech";
import { audioResponse } from "@/lib/http/audio-response";
import { download } from "@/lib/http/download";
import { methods, route } from "@/lib/http/route";
import { readAudioName } from "@/lib/speech/audio-url";
import { openSound } from "@/lib/speech/say";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "reader",
      summary: "A sound, by its id and ending. Plays while it is made; has ranges once it is whole.",
      query: audioQuery,
      answer: bytes([...new Set(Object.values(AUDIO_TYPES))], { hasRanges: true }),
    },
    async ({ services, actor, params, query, request }) => {
      const { fileId, format } = readAudioName(params.file) ?? { fileId: "", format: "" };
      if (!actor || !isAudioFormat(format)) throw new AppError("NOT_FOUND", { key: "audio_not_found" });
      const sound = await openSound(services.say, actor, fileId);
      const response = await audioResponse(sound, request, { format, sounds: services.sounds });
      if (query.download === undefined) return response;
      return download(response, `${query.download || fileId}.${format}`);
    },
  ),
});

function isAudioFormat(ending: string): ending is AudioFormat {
  return Object.hasOwn(AUDIO_TYPES, ending);
}
