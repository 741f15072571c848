import { engineWeights, speechEngineView } from "@/lib/contract/engines";
import { engineView } from "@/lib/http/admin-views";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "admin",
      summary: "Loads a model into an engine, between two syntheses.",
      body: engineWeights,
      answer: speechEngineView,
    },
    async ({ services, locale, params, body, request }) => {
      const weights = { gpt: body.gpt_weights_path ?? null, sovits: body.sovits_weights_path ?? null };
      return engineView(await services.engines.loadWeights(params.id ?? "", weights, request.signal), locale);
    },
  ),
});
