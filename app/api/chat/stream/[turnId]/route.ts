import { AppError } from "@/lib/contract/app-error";
import { eventStreamResponse } from "@/lib/http/event-stream-response";
import { methods, route } from "@/lib/http/route";

/** GET /api/chat/stream/{turn_id} — goes on after `Last-Event-ID`, from any tab. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader" }, ({ services, actor, locale, params, request }) => {
    if (!actor) throw new AppError("NOT_FOUND");
    const given = Number(request.headers.get("last-event-id") ?? 0);
    const lastEventId = Number.isInteger(given) && given > 0 ? given : 0;
    const { turnId = "" } = params;
    return eventStreamResponse((signal) =>
      services.conversation.follow(actor, turnId, lastEventId, locale, signal),
    );
  }),
});
