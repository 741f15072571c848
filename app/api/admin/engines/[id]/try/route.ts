import { engineTrial } from "@/lib/contract/engines";
import { trialView } from "@/lib/http/admin-views";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "admin",
      summary: "A real short line by this engine alone, and how far it came.",
      answer: engineTrial,
    },
    async ({ services, actor, locale, params, request }) =>
      trialView(await services.trials.run(actor, params.id ?? "", locale, request.signal), locale),
  ),
});
