import { deleted } from "@/lib/contract/answers";
import { deleteMessageQuery, message, patchMessage } from "@/lib/contract/session";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: route(
    { access: "caller", summary: "Other words for a line.", body: patchMessage, answer: message },
    ({ services, actor, params, body }) =>
      services.conversation.lines.edit(actor, params.id ?? "", params.messageId ?? "", body),
  ),
  DELETE: route(
    { access: "caller", summary: "Takes a line out.", query: deleteMessageQuery, answer: deleted },
    ({ services, actor, params, query }) =>
      services.conversation.lines.remove(actor, params.id ?? "", params.messageId ?? "", query.version),
  ),
});
