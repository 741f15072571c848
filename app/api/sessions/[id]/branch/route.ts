import { branchSession } from "@/lib/contract/session";
import { methods, route } from "@/lib/http/route";

/** POST /api/sessions/{id}/branch — a new play that begins with this one's lines. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "caller", body: branchSession.default({}) }, ({ services, actor, params, body }) =>
    services.conversation.lines.branch(actor, params.id ?? "", {
      messageId: body.message_id,
      title: body.title,
    }),
  ),
});
