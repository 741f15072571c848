import { AppError } from "@/lib/contract/app-error";
import { castingChanged, changeCasting } from "@/lib/contract/casting";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route(
    {
      access: "admin",
      summary: "Gives a character another voice, presets too.",
      body: changeCasting,
      answer: castingChanged,
    },
    async ({ services, actor, locale, params, body }) => {
      const { id = "" } = params;
      if (body.voice_id !== "" && !services.voices.find(body.voice_id, null)) {
        const ids = services.voices.list().map((voice) => voice.id);
        throw new AppError("NOT_FOUND", {
          key: "voice_not_found",
          params: { voice: body.voice_id, voices: ids.join(", ") },
        });
      }
      await services.characters.giveVoice(actor, id, body.voice_id, locale);
      return { id, voice_id: body.voice_id };
    },
  ),
});
