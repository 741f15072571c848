import { MAX_REFERENCE_UPLOAD_BYTES, referenceFields, voiceView } from "@/lib/contract/voices";
import { voiceView as viewOf } from "@/lib/http/admin-views";
import { readUpload } from "@/lib/http/read-upload";
import { methods, parseInput, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "admin",
      summary: "A recording as the voice's reference in its mood: 3 to 10 s of it.",
      upload: { of: "a WAV recording", fields: referenceFields },
      answer: voiceView,
    },
    async ({ services, locale, params, request }) => {
      const { bytes, fields } = await readUpload(request, MAX_REFERENCE_UPLOAD_BYTES);
      const { start, end, trim_silence, loudness, ...words } = await parseInput(
        referenceFields,
        fields,
        locale,
      );
      const shape = { start, end, trim_silence, loudness };
      const voice = await services.voiceEditor.addReference(params.id ?? "", {
        recording: bytes,
        shape,
        ...words,
      });
      return viewOf(services, voice, locale);
    },
  ),
});
