import { openAi } from "@/lib/http/openai";
import { methods, route } from "@/lib/http/route";
import { listVoices } from "@/lib/http/voice-list";

/** GET /v1/audio/voices — what `voice` of /v1/audio/speech may be. Public. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = openAi(
  methods({
    GET: route({ access: "reader" }, async ({ services, actor, locale }) => {
      const { voices } = listVoices(services, actor, locale);
      return Response.json({
        voices: voices.map(({ id, name, language, description }) => ({ id, name, language, description })),
      });
    }),
  }),
);
