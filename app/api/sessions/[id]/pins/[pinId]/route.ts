import { methods, route } from "@/lib/http/route";

/** DELETE /api/sessions/{id}/pins/{pinId} — the same as `DELETE /api/sessions/{id}/pins?id=`. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route({ access: "caller" }, ({ services, actor, params }) =>
    services.conversation.memory.removePin(actor, params.id ?? "", params.pinId ?? ""),
  ),
});
