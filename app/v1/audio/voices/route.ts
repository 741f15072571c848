import { plainJson } from "@/lib/contract/answers";
import { openAiVoiceList } from "@/lib/contract/openai";
import { openAi } from "@/lib/http/openai";
import { methods, route } from "@/lib/http/route";
import { listVoices } from "@/lib/http/voice-list";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = openAi(
  methods({
    GET: route(
      { access: "reader", summary: "What `voice` of a speech may be.", answer: plainJson(openAiVoiceList) },
      async ({ services, actor, locale }) => {
        const { voices } = listVoices(services, actor, locale);
        return Response.json({
          voices: voices.map(({ id, name, language, description }) => ({ id, name, language, description })),
        });
      },
    ),
  }),
);
