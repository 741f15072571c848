import { bytes } from "@/lib/contract/answers";
import { AppError } from "@/lib/contract/app-error";
import { exportQuery } from "@/lib/contract/session";
import { audioResponse, wholeSound } from "@/lib/http/audio-response";
import { download } from "@/lib/http/download";
import { methods, route } from "@/lib/http/route";
import { openSound } from "@/lib/speech/say";

const TYPES = {
  jsonl: "application/x-ndjson; charset=utf-8",
  json: "application/json; charset=utf-8",
  txt: "text/plain; charset=utf-8",
} as const;

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "reader",
      summary: "A play as a file: its lines, or all of it as one sound.",
      query: exportQuery,
      answer: bytes([...Object.values(TYPES), "audio/wav"], { hasRanges: true }),
    },
    async ({ services, actor, params, query, request }) => {
      if (!actor) throw new AppError("NOT_FOUND", { key: "session_not_found" });
      const { format } = query;
      const made = await services.conversation.exportPlay(actor, params.id ?? "", format);
      const name = `${made.title}.${format}`;
      if ("text" in made) {
        const type = format === "wav" ? TYPES.txt : TYPES[format];
        return download(new Response(made.text, { headers: { "Content-Type": type } }), name);
      }
      const sound = await openSound(services.say, actor, made.audioFileId);
      const { sounds } = services;
      // A file that is kept tells its length, which a sound that is still being made does not know.
      const clip = await wholeSound(sound, request.signal);
      const whole = clip.kept ? { kind: "stored" as const, clip } : sound;
      return download(await audioResponse(whole, request, { format: "wav", sounds }), name);
    },
  ),
});
