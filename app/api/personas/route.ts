import { createPersona, deletePersonaQuery, patchNamedPersona } from "@/lib/contract/personas";
import { methods, route } from "@/lib/http/route";

/** GET, POST, PATCH (`id` in the body) and DELETE (`?id=`) /api/personas — who one is in one's plays. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader" }, async ({ services, actor }) => ({
    personas: await services.personas.list(actor),
  })),
  POST: route({ access: "caller", body: createPersona }, ({ services, actor, body }) =>
    services.personas.create(actor, body),
  ),
  PATCH: route({ access: "caller", body: patchNamedPersona }, ({ services, actor, body }) =>
    services.personas.change(actor, body.id, body),
  ),
  DELETE: route({ access: "caller", query: deletePersonaQuery }, ({ services, actor, query }) =>
    services.personas.remove(actor, query.id),
  ),
});
