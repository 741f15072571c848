import { AppError } from "@/lib/contract/app-error";
import { audioResponse } from "@/lib/http/audio-response";
import { methods, route } from "@/lib/http/route";
import { openSound } from "@/lib/speech/say";

/** GET /api/audio/{file_id}[.wav] — plays while it is made, has ranges once it is whole. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader" }, async ({ services, actor, params, request }) => {
    const [, fileId] = /^([0-9a-f-]{36})(?:\.wav)?$/.exec(params.file ?? "") ?? [];
    if (!actor || !fileId) throw new AppError("NOT_FOUND", { key: "audio_not_found" });
    return audioResponse(await openSound(services.say, actor, fileId), request);
  }),
});
