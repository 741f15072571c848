import { AppError } from "@/lib/contract/app-error";
import { messageQuery } from "@/lib/contract/session";
import { methods, route } from "@/lib/http/route";

/** GET /api/sessions/{id}/messages — the told lines, each page oldest first; `from=end` begins with the newest page. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader", query: messageQuery }, ({ services, actor, params, query }) => {
    if (!actor) throw new AppError("NOT_FOUND", { key: "session_not_found" });
    const { limit, cursor, from } = query;
    return services.conversation.listMessages(actor, params.id ?? "", { limit, cursor, from });
  }),
});
