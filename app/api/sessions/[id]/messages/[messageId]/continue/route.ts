import { turnEvents } from "@/lib/contract/answers";
import { turnWishes } from "@/lib/contract/session";
import { eventStreamResponse } from "@/lib/http/event-stream-response";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "caller",
      summary: "The play's last line goes on where its text ends.",
      body: turnWishes,
      answer: turnEvents,
    },
    ({ services, actor, locale, params, body }) =>
      eventStreamResponse((signal) =>
        services.conversation.continue(actor, locale, params.id ?? "", params.messageId ?? "", body, signal),
      ),
  ),
});
