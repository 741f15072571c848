import { AppError } from "@/lib/contract/app-error";
import { changeVoice, voiceRemoval, voiceRemoved, voiceView } from "@/lib/contract/voices";
import { voiceView as viewOf } from "@/lib/http/admin-views";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "admin", summary: "One voice.", answer: voiceView },
    async ({ services, locale, params }) => {
      const voice = services.voices.find(params.id ?? "", null);
      if (!voice) {
        const voices = services.voices.list().map(({ id }) => id);
        throw new AppError("NOT_FOUND", {
          key: "voice_not_found",
          params: { voice: params.id ?? "", voices: voices.join(", ") },
        });
      }
      return viewOf(services, voice, locale);
    },
  ),
  PUT: route(
    {
      access: "admin",
      summary: "Changes a voice: what is absent stays.",
      body: changeVoice,
      answer: voiceView,
    },
    async ({ services, locale, params, body }) =>
      viewOf(services, await services.voiceEditor.change(params.id ?? "", body), locale),
  ),
  DELETE: route(
    {
      access: "admin",
      summary: "Sets a voice inactive, or removes it.",
      query: voiceRemoval,
      answer: voiceRemoved,
    },
    async ({ services, params, query }) => {
      const { id = "" } = params;
      const isPermanent = query.permanent === "true";
      await services.voiceEditor.remove(id, isPermanent);
      return { id, deleted: isPermanent, is_active: false };
    },
  ),
});
