import { referenceFields, voiceView } from "@/lib/contract/voices";
import { voiceView as viewOf } from "@/lib/http/admin-views";
import { readReference } from "@/lib/http/read-reference";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "admin",
      summary: "A recording as the voice's reference in its mood: 3 to 10 s of it.",
      description: "As JSON with `file`: a clip another of the server's voices has.",
      upload: { of: "a WAV recording", fields: referenceFields },
      answer: voiceView,
    },
    async ({ services, locale, params, request }) => {
      const given = await readReference(request, locale);
      return viewOf(services, await services.voiceEditor.addReference(params.id ?? "", given), locale);
    },
  ),
});
