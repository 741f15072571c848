import { spend } from "@/lib/admission/admission";
import { story, storyRequest } from "@/lib/contract/story";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "caller",
      summary: "Drafts a scene out of a situation. Nothing is kept.",
      body: storyRequest,
      answer: story,
    },
    ({ services, actor, locale, body, request }) => {
      spend(services.admission.turns, actor);
      return services.stories.draft(actor, body, locale, request.signal);
    },
  ),
});
