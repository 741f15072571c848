import { message, selectTake } from "@/lib/contract/session";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "caller",
      summary: "Tells this line, or another take of it, and what came after it.",
      body: selectTake.default({}),
      answer: message,
    },
    ({ services, actor, params, body }) =>
      services.conversation.lines.select(actor, params.id ?? "", params.messageId ?? "", body.index),
  ),
});
