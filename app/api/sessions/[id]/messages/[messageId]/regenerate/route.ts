import { turnWishes } from "@/lib/contract/session";
import { eventStreamResponse } from "@/lib/http/event-stream-response";
import { methods, route } from "@/lib/http/route";

/** POST …/messages/{id}/regenerate — another take of a line, the old ones kept; the same events as a turn. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { access: "caller", body: turnWishes.default({}) },
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
