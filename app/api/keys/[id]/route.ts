import { revokeApiKey } from "@/lib/auth/api-keys";
import { methods, route } from "@/lib/http/route";

/** DELETE /api/keys/{id} — the key opens nothing from now on. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route({ access: "caller" }, async ({ services, actor, params }) => {
    const { id = "" } = params;
    await revokeApiKey(services.db, actor, id);
    return { id, deleted: true };
  }),
});
