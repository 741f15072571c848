import { pullView } from "@/lib/http/model-views";
import { methods, route } from "@/lib/http/route";

/** POST /api/admin/models/pull/cancel — stops the download that runs. Admins only. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "admin" }, async ({ services, locale }) => {
    const pull = await services.models.cancel();
    return pull && pullView(pull, locale);
  }),
});
