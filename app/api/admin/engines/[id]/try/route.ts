import { trialView } from "@/lib/http/admin-views";
import { methods, route } from "@/lib/http/route";

/** POST /api/admin/engines/{id}/try — a real short line by this engine alone, and how far it came. Admins only. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "admin" }, async ({ services, actor, locale, params, request }) =>
    trialView(await services.trials.run(actor, params.id ?? "", locale, request.signal), locale),
  ),
});
