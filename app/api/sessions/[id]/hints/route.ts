import { methods, route } from "@/lib/http/route";

/** POST /api/sessions/{id}/hints — three replies the person could give next; stores nothing. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "caller" }, ({ services, actor, params, request }) =>
    services.conversation.hints(actor, params.id ?? "", request.signal),
  ),
});
