import { hints } from "@/lib/contract/session";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "caller",
      summary: "Three replies the person could give next. Nothing is kept.",
      answer: hints,
    },
    ({ services, actor, params, request }) =>
      services.conversation.hints(actor, params.id ?? "", request.signal),
  ),
});
