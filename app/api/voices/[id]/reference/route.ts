import { voiceView } from "@/lib/http/admin-views";
import { readReference } from "@/lib/http/read-reference";
import { methods, route } from "@/lib/http/route";

/**
 * POST /api/voices/{id}/reference — a WAV, judged by its bytes, as the voice's reference in its mood: 3 to 10 s of it,
 * cut, trimmed and levelled where that is wished; or, as JSON with `file`, a clip another voice has. Admins only.
 */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "admin" }, async ({ services, locale, params, request }) => {
    const given = await readReference(request, locale);
    const voice = await services.voiceEditor.addReference(params.id ?? "", given);
    return voiceView(services, voice, locale);
  }),
});
