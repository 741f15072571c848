import { chatRequest } from "@/lib/contract/chat";
import { methods, route } from "@/lib/http/route";

/** POST /api/chat — one turn, the whole answer at its end. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "caller", body: chatRequest }, ({ services, actor, locale, body }) =>
    services.conversation.answer(actor, locale, body),
  ),
});
