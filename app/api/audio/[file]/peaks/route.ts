import { inEnvelope, plainJson } from "@/lib/contract/answers";
import { AppError } from "@/lib/contract/app-error";
import { soundPeaks } from "@/lib/contract/speech";
import { peaksResponse } from "@/lib/http/peaks-response";
import { methods, route } from "@/lib/http/route";
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
      const [, fileId] = /^([0-9a-f-]{36})(?:\.[a-z0-9]{3,4})?$/.exec(params.file ?? "") ?? [];
      if (!actor || !fileId) throw new AppError("NOT_FOUND", { key: "audio_not_found" });
      return peaksResponse(await openSound(services.say, actor, fileId), request);
    },
  ),
});
