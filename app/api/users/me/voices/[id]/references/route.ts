import { ownVoiceView } from "@/lib/http/own-voice-view";
import { readReference } from "@/lib/http/read-reference";
import { methods, route } from "@/lib/http/route";

/**
 * POST /api/users/me/voices/{id}/references — a recording (see /api/voices/{id}/reference), or as JSON with `file` a
 * clip of another of the caller's own voices. `consent` is needed.
 */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "caller" }, async ({ services, actor, locale, params, request }) => {
    const { id = "" } = params;
    // Whose voice it is counts before what is brought.
    services.ownVoices.find(actor, id);
    const voice = await services.ownVoices.addReference(actor, id, await readReference(request, locale));
    return ownVoiceView(services, voice, locale);
  }),
});
