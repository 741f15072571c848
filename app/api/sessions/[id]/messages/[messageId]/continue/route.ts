import { turnWishes } from "@/lib/contract/session";
import { eventStreamResponse } from "@/lib/http/event-stream-response";
import { methods, route } from "@/lib/http/route";

/** POST …/messages/{id}/continue — the play's last line goes on where its text ends; the same events as a turn. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "caller", body: turnWishes }, ({ services, actor, locale, params, body }) =>
    eventStreamResponse((signal) =>
      services.conversation.continue(actor, locale, params.id ?? "", params.messageId ?? "", body, signal),
    ),
  ),
});
