import { createOwnVoice } from "@/lib/contract/own-voices";
import { ownVoicesView, ownVoiceView } from "@/lib/http/own-voice-view";
import { methods, route } from "@/lib/http/route";

/** GET and POST /api/users/me/voices — the caller's private voices, and new ones. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "caller" }, ({ services, actor, locale }) => ownVoicesView(services, actor, locale)),
  POST: route({ access: "caller", body: createOwnVoice }, async ({ services, actor, locale, body }) =>
    ownVoiceView(services, await services.ownVoices.create(actor, body), locale),
  ),
});
