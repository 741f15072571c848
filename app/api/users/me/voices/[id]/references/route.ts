import { ownVoiceView } from "@/lib/contract/own-voices";
import { referenceFields } from "@/lib/contract/voices";
import { ownVoiceView as viewOf } from "@/lib/http/own-voice-view";
import { readReference } from "@/lib/http/read-reference";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "caller",
      summary: "A recording as a private voice's reference; `consent` is needed.",
      description: "As JSON with `file`: a clip of another of the caller's own voices.",
      upload: { of: "a WAV recording", fields: referenceFields },
      answer: ownVoiceView,
    },
    async ({ services, actor, locale, params, request }) => {
      const { id = "" } = params;
      // Whose voice it is counts before what is brought.
      services.ownVoices.find(actor, id);
      const given = await readReference(request, locale);
      return viewOf(services, await services.ownVoices.addReference(actor, id, given), locale);
    },
  ),
});
