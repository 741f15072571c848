import { inEnvelope, plainJson } from "@/lib/contract/answers";
import { AppError } from "@/lib/contract/app-error";
import { soundPeaks } from "@/lib/contract/speech";
import { peaksResponse } from "@/lib/http/peaks-response";
import { methods, route } from "@/lib/http/route";
import { readAudioName } from "@/lib/speech/audio-url";
import { openSound } from "@/lib/speech/say";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "reader",
      summary:
        "What a sound looks like: its loudest moments from end to end, for drawing it without its bytes.",
      answer: { ...plainJson(inEnvelope(soundPeaks)), hasTag: true },
    },
    async ({ services, actor, params, request }) => {
      const name = readAudioName(params.file);
      if (!actor || !name) throw new AppError("NOT_FOUND", { key: "audio_not_found" });
      return peaksResponse(await openSound(services.say, actor, name.fileId), request);
    },
  ),
});
