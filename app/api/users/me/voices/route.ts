import { createOwnVoice, ownVoices, ownVoiceView } from "@/lib/contract/own-voices";
import { ownVoicesView, ownVoiceView as viewOf } from "@/lib/http/own-voice-view";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "caller",
      summary: "The caller's private voices, and how many more there may be.",
      answer: ownVoices,
    },
    ({ services, actor, locale }) => ownVoicesView(services, actor, locale),
  ),
  POST: route(
    {
      access: "caller",
      summary: "A private voice, without a sound until it is given a clip.",
      body: createOwnVoice,
      answer: ownVoiceView,
    },
    async ({ services, actor, locale, body }) =>
      viewOf(services, await services.ownVoices.create(actor, body), locale),
  ),
});
