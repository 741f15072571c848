import { engineModels, modelRemoved, namedModel } from "@/lib/contract/models";
import { modelsView } from "@/lib/http/model-views";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "admin",
      summary: "What is on Ollama's disk, and what fits this machine.",
      answer: engineModels,
    },
    async ({ services, locale, request }) => modelsView(await services.models.list(request.signal), locale),
  ),
  DELETE: route(
    {
      access: "admin",
      summary: "Removes a model from Ollama's disk.",
      query: namedModel,
      answer: modelRemoved,
    },
    async ({ services, query, request }) => {
      await services.models.remove(query.model, request.signal);
      return { model: query.model, deleted: true };
    },
  ),
});
