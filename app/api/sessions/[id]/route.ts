import { AppError } from "@/lib/contract/app-error";
import { patchSession } from "@/lib/contract/session";
import { methods, route } from "@/lib/http/route";

/** GET, PATCH and DELETE /api/sessions/{id} — one play of one's own. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader" }, ({ services, actor, params }) => {
    if (!actor) throw new AppError("NOT_FOUND", { key: "session_not_found" });
    return services.conversation.findPlay(actor, params.id ?? "");
  }),
  PATCH: route({ access: "caller", body: patchSession }, ({ services, actor, params, body }) =>
    services.conversation.changePlay(actor, params.id ?? "", body),
  ),
  DELETE: route({ access: "caller" }, async ({ services, actor, params }) => {
    const { id = "" } = params;
    await services.conversation.deletePlay(actor, id);
    return { id, deleted: true };
  }),
});
