import { turnEvents } from "@/lib/contract/answers";
import { AppError } from "@/lib/contract/app-error";
import { eventStreamResponse } from "@/lib/http/event-stream-response";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "reader",
      summary: "Goes on with a turn after the event that was read last, from any tab.",
      headers: { "Last-Event-ID": "The id of the last event that was read." },
      answer: turnEvents,
    },
    ({ services, actor, locale, params, request }) => {
      if (!actor) throw new AppError("NOT_FOUND");
      const given = Number(request.headers.get("last-event-id") ?? 0);
      const lastEventId = Number.isInteger(given) && given > 0 ? given : 0;
      const { turnId = "" } = params;
      return eventStreamResponse((signal) =>
        services.conversation.follow(actor, turnId, lastEventId, locale, signal),
      );
    },
  ),
});
