import { AppError } from "@/lib/contract/app-error";
import { pageQuery } from "@/lib/contract/fields";
import { methods, route } from "@/lib/http/route";

/** GET /api/sessions/{id}/messages — the told lines, oldest first. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader", query: pageQuery }, ({ services, actor, params, query }) => {
    if (!actor) throw new AppError("NOT_FOUND", { key: "session_not_found" });
    const { limit, cursor } = query;
    return services.conversation.listMessages(actor, params.id ?? "", { limit, cursor });
  }),
});
