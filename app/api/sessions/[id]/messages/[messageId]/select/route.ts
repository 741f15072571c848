import { selectTake } from "@/lib/contract/session";
import { methods, route } from "@/lib/http/route";

/** POST …/messages/{id}/select — tells this line, or another take of it, and what came after it. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "caller", body: selectTake.default({}) }, ({ services, actor, params, body }) =>
    services.conversation.lines.select(actor, params.id ?? "", params.messageId ?? "", body.index),
  ),
});
