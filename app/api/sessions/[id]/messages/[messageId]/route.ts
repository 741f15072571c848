import { deleteMessageQuery, patchMessage } from "@/lib/contract/session";
import { methods, route } from "@/lib/http/route";

/** PATCH and DELETE /api/sessions/{id}/messages/{messageId} — other words for a line, or the line taken out. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: route({ access: "caller", body: patchMessage }, ({ services, actor, params, body }) =>
    services.conversation.lines.edit(actor, params.id ?? "", params.messageId ?? "", body),
  ),
  DELETE: route({ access: "caller", query: deleteMessageQuery }, ({ services, actor, params, query }) =>
    services.conversation.lines.remove(actor, params.id ?? "", params.messageId ?? "", query.version),
  ),
});
