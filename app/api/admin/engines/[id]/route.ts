import { deleted } from "@/lib/contract/answers";
import { changeEngine, speechEngineView } from "@/lib/contract/engines";
import { engineView } from "@/lib/http/admin-views";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: route(
    {
      access: "admin",
      summary: "Changes an engine while the server runs.",
      body: changeEngine,
      answer: speechEngineView,
    },
    async ({ services, locale, params, body }) =>
      engineView(await services.engines.change(params.id ?? "", body), locale),
  ),
  DELETE: route(
    { access: "admin", summary: "Takes an engine out.", answer: deleted },
    async ({ services, params }) => {
      const { id = "" } = params;
      await services.engines.remove(id);
      return { id, deleted: true };
    },
  ),
});
