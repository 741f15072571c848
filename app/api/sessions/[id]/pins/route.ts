import { AppError } from "@/lib/contract/app-error";
import { deletePinQuery, postPin } from "@/lib/contract/memory";
import { methods, route } from "@/lib/http/route";

/** GET, POST and DELETE (`?id=`) /api/sessions/{id}/pins — facts that stay in every prompt. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader" }, ({ services, actor, params }) => {
    if (!actor) throw new AppError("NOT_FOUND", { key: "session_not_found" });
    return services.conversation.memory.pins(actor, params.id ?? "");
  }),
  POST: route({ access: "caller", body: postPin }, ({ services, actor, params, body }) =>
    services.conversation.memory.addPin(actor, params.id ?? "", body),
  ),
  DELETE: route({ access: "caller", query: deletePinQuery }, ({ services, actor, params, query }) =>
    services.conversation.memory.removePin(actor, params.id ?? "", query.id),
  ),
});
