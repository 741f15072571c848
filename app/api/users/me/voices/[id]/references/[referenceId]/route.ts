import { bytes } from "@/lib/contract/answers";
import { ownVoiceView } from "@/lib/contract/own-voices";
import { ownVoiceView as viewOf } from "@/lib/http/own-voice-view";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "caller", summary: "The sound of a private voice's clip.", answer: bytes(["audio/wav"]) },
    async ({ services, actor, params }) => {
      const { id = "", referenceId = "" } = params;
      const clip = await services.ownVoices.readReference(actor, id, referenceId);
      const headers = { "Content-Type": "audio/wav", "Cache-Control": "private, no-cache" };
      return new Response(new Uint8Array(clip), { headers });
    },
  ),
  DELETE: route(
    {
      access: "caller",
      summary: "Takes a clip from a private voice, and off the disk.",
      answer: ownVoiceView,
    },
    async ({ services, actor, locale, params }) => {
      const { id = "", referenceId = "" } = params;
      return viewOf(services, await services.ownVoices.removeReference(actor, id, referenceId), locale);
    },
  ),
});
