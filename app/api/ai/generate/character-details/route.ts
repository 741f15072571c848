import { spend } from "@/lib/admission/admission";
import { draftRequest } from "@/lib/contract/character";
import { methods, route } from "@/lib/http/route";

/** POST /api/ai/generate/character-details — drafts a character's fields from what the form holds; stores nothing. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "caller", body: draftRequest }, ({ services, actor, locale, body, request }) => {
    spend(services.admission.turns, actor);
    return services.drafter.draft(body, locale, request.signal);
  }),
});
