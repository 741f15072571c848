import { preparation, prepareRequest } from "@/lib/contract/speech";
import { methods, route } from "@/lib/http/route";
import { prepareVoice } from "@/lib/speech/say";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "caller",
      summary: "Has an engine ready for a voice before it is asked to speak. Does not wait for it.",
      body: prepareRequest,
      answer: preparation,
    },
    ({ services, actor, body }) => prepareVoice(services.say, actor, body.voice_id),
  ),
});
