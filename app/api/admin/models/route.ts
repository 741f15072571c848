import { namedModel } from "@/lib/contract/models";
import { modelsView } from "@/lib/http/model-views";
import { methods, route } from "@/lib/http/route";

/** GET and DELETE /api/admin/models — what is on the Ollama's disk, what to take; `?model=` goes. Admins only. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "admin" }, async ({ services, locale, request }) =>
    modelsView(await services.models.list(request.signal), locale),
  ),
  DELETE: route({ access: "admin", query: namedModel }, async ({ services, query, request }) => {
    await services.models.remove(query.model, request.signal);
    return { model: query.model, deleted: true };
  }),
});
