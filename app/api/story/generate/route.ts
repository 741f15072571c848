import { spend } from "@/lib/admission/admission";
import { storyRequest } from "@/lib/contract/story";
import { methods, route } from "@/lib/http/route";

/** POST /api/story/generate — drafts a scene out of a situation; stores nothing. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "caller", body: storyRequest }, ({ services, actor, locale, body, request }) => {
    spend(services.admission.turns, actor);
    return services.stories.draft(actor, body, locale, request.signal);
  }),
});
