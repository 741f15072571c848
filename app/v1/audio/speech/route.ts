import { bytes } from "@/lib/contract/answers";
import { SPEECH_RESPONSE_TYPES, speechRequest } from "@/lib/contract/openai";
import { ttsRequest } from "@/lib/contract/speech";
import { liveResponse, openEncoded } from "@/lib/http/audio-response";
import { openAi } from "@/lib/http/openai";
import { methods, route } from "@/lib/http/route";
import { say } from "@/lib/speech/say";

/** OpenAI's own voices, which programs send that know no others: our default voice speaks. */
const FOREIGN_VOICES = new Set(
  "alloy ash ballad cedar coral echo fable marin nova onyx sage shimmer verse".split(" "),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = openAi(
  methods({
    POST: route(
      {
        access: "caller",
        summary: "OpenAI's speech: the sound as it is made.",
        body: speechRequest,
        answer: bytes(Object.values(SPEECH_RESPONSE_TYPES)),
      },
      async ({ services, actor, body, request }) => {
        const { input, voice, speed, response_format: format } = body;
        const isKnown =
          voice === undefined || !FOREIGN_VOICES.has(voice) || services.voices.find(voice, actor.id) !== null;
        const voice_id = isKnown ? voice : undefined;
        const wish = {
          text: input,
          voice_id,
          streaming_mode: 1,
          ...(speed === 1 ? {} : { speed_factor: speed }),
        };
        const { clip } = await say(services.say, actor, ttsRequest.parse(wish));
        const options = { sounds: services.sounds, isHeld: true, signal: request.signal };
        if (format === "wav") return liveResponse(clip, { ...options, format });
        const { body: bytes, sampleRate } = await openEncoded(clip, format, options);
        const headers = {
          "Content-Type": SPEECH_RESPONSE_TYPES[format],
          "Cache-Control": "no-store",
          "X-Sample-Rate": String(sampleRate),
        };
        return new Response(bytes, { headers });
      },
    ),
  }),
);
