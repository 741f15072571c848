import { engineControl } from "@/lib/contract/engines";
import { methods, route } from "@/lib/http/route";

/** POST /api/admin/engines/{id}/control — its process starts again, or ends. Admins only. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "admin", body: engineControl }, async ({ services, params, body, request }) => {
    const { id = "" } = params;
    await services.engines.control(id, body.command, request.signal);
    return { id, command: body.command };
  }),
});
