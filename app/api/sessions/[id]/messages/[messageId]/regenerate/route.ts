import { turnEvents } from "@/lib/contract/answers";
import { turnWishes } from "@/lib/contract/session";
import { eventStreamResponse } from "@/lib/http/event-stream-response";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "caller",
      summary: "Another take of a line; the old ones are kept.",
      body: turnWishes.default({}),
      answer: turnEvents,
    },
    ({ services, actor, locale, params, body }) =>
      eventStreamResponse((signal) =>
        services.conversation.regenerate(
          actor,
          locale,
          params.id ?? "",
          params.messageId ?? "",
          body,
          signal,
        ),
      ),
  ),
});
