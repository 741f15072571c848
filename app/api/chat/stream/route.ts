import { turnEvents } from "@/lib/contract/answers";
import { chatRequest } from "@/lib/contract/chat";
import { eventStreamResponse } from "@/lib/http/event-stream-response";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "caller",
      summary: "One turn as it happens. Leaving the stream does not stop the turn.",
      body: chatRequest,
      answer: turnEvents,
    },
    ({ services, actor, locale, body }) =>
      eventStreamResponse((signal) => services.conversation.begin(actor, locale, body, signal)),
  ),
});
