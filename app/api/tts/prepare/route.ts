import { prepareRequest } from "@/lib/contract/speech";
import { methods, route } from "@/lib/http/route";
import { prepareVoice } from "@/lib/speech/say";

/** POST /api/tts/prepare — has an engine ready for a voice before it is asked to speak; does not wait for it. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "caller", body: prepareRequest }, ({ services, actor, body }) =>
    prepareVoice(services.say, actor, body.voice_id),
  ),
});
