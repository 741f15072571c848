import { deleted } from "@/lib/contract/answers";
import { changeOwnVoice, ownVoiceView } from "@/lib/contract/own-voices";
import { ownVoiceView as viewOf } from "@/lib/http/own-voice-view";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route(
    {
      access: "caller",
      summary: "Changes a private voice: what is absent stays.",
      body: changeOwnVoice,
      answer: ownVoiceView,
    },
    async ({ services, actor, locale, params, body }) =>
      viewOf(services, await services.ownVoices.change(actor, params.id ?? "", body), locale),
  ),
  DELETE: route(
    {
      access: "caller",
      summary: "Deletes a private voice for good, its clips too; or the note that an admin deleted it.",
      answer: deleted,
    },
    async ({ services, actor, params }) => {
      const { id = "" } = params;
      await services.ownVoices.remove(actor, id);
      return { id, deleted: true };
    },
  ),
});
