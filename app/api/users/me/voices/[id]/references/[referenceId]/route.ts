import { ownVoiceView } from "@/lib/http/own-voice-view";
import { methods, route } from "@/lib/http/route";

/** GET and DELETE /api/users/me/voices/{id}/references/{referenceId} — the sound of a clip, or the clip taken away. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "caller" }, async ({ services, actor, params }) => {
    const { id = "", referenceId = "" } = params;
    const bytes = await services.ownVoices.readReference(actor, id, referenceId);
    const headers = { "Content-Type": "audio/wav", "Cache-Control": "private, no-cache" };
    return new Response(new Uint8Array(bytes), { headers });
  }),
  DELETE: route({ access: "caller" }, async ({ services, actor, locale, params }) => {
    const { id = "", referenceId = "" } = params;
    const voice = await services.ownVoices.removeReference(actor, id, referenceId);
    return ownVoiceView(services, voice, locale);
  }),
});
