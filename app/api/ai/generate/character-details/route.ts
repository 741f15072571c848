import { spend } from "@/lib/admission/admission";
import { draftAnswer, draftRequest } from "@/lib/contract/character";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "caller",
      summary: "Drafts a character's fields from those that are filled in. Nothing is kept.",
      body: draftRequest,
      answer: draftAnswer,
    },
    ({ services, actor, locale, body, request }) => {
      spend(services.admission.turns, actor);
      return services.drafter.draft(body, locale, request.signal);
    },
  ),
});
