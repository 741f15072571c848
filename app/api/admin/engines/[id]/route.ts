import { changeEngine } from "@/lib/contract/engines";
import { engineView } from "@/lib/http/admin-views";
import { methods, route } from "@/lib/http/route";

/** PATCH and DELETE /api/admin/engines/{id} — while the server runs. Admins only. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: route({ access: "admin", body: changeEngine }, async ({ services, locale, params, body }) =>
    engineView(await services.engines.change(params.id ?? "", body), locale),
  ),
  DELETE: route({ access: "admin" }, async ({ services, params }) => {
    const { id = "" } = params;
    await services.engines.remove(id);
    return { id, deleted: true };
  }),
});
