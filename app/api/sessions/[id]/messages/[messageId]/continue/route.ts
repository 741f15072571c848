import { chatRequest } from "@/lib/contract/chat";
import { eventStreamResponse } from "@/lib/http/event-stream-response";
import { methods, route } from "@/lib/http/route";

const wishes = chatRequest
  .pick({
    model: true,
    temperature: true,
    max_tokens: true,
    tts_enabled: true,
    tts_mode: true,
    tts_delay_ms: true,
    tts_streaming_mode: true,
    tts_speed: true,
  })
  .partial();

/** POST …/messages/{id}/continue — the play's last line goes on where its text ends; the same events as a turn. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "caller", body: wishes }, ({ services, actor, locale, params, body }) =>
    eventStreamResponse((signal) =>
      services.conversation.continue(actor, locale, params.id ?? "", params.messageId ?? "", body, signal),
    ),
  ),
});
