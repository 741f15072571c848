import { changeOwnVoice } from "@/lib/contract/own-voices";
import { ownVoiceView } from "@/lib/http/own-voice-view";
import { methods, route } from "@/lib/http/route";

/** PUT and DELETE /api/users/me/voices/{id} — one of the caller's own; DELETE takes its clips along. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route({ access: "caller", body: changeOwnVoice }, async ({ services, actor, locale, params, body }) =>
    ownVoiceView(services, await services.ownVoices.change(actor, params.id ?? "", body), locale),
  ),
  DELETE: route({ access: "caller" }, async ({ services, actor, params }) => {
    const { id = "" } = params;
    await services.ownVoices.remove(actor, id);
    return { id, deleted: true };
  }),
});
