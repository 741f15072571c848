import { patchPersona } from "@/lib/contract/personas";
import { methods, route } from "@/lib/http/route";

/** PATCH and DELETE /api/personas/{id} — one of one's own. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: route({ access: "caller", body: patchPersona }, ({ services, actor, params, body }) =>
    services.personas.change(actor, params.id ?? "", body),
  ),
  DELETE: route({ access: "caller" }, ({ services, actor, params }) =>
    services.personas.remove(actor, params.id ?? ""),
  ),
});
