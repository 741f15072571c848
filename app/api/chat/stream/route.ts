import { chatRequest } from "@/lib/contract/chat";
import { eventStreamResponse } from "@/lib/http/event-stream-response";
import { methods, route } from "@/lib/http/route";

/** POST /api/chat/stream — one turn as events. Leaving the stream does not stop the turn. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "caller", body: chatRequest }, ({ services, actor, locale, body }) =>
    eventStreamResponse((signal) => services.conversation.begin(actor, locale, body, signal)),
  ),
});
