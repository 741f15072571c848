import { spend } from "@/lib/admission/admission";
import { MAX_REFERENCE_UPLOAD_BYTES, referenceCheck, referenceShape } from "@/lib/contract/voices";
import { assertMakesVoices } from "@/lib/http/own-voice-view";
import { readUpload } from "@/lib/http/read-upload";
import { methods, parseInput, route } from "@/lib/http/route";
import { checkRecording } from "@/lib/voices";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "caller",
      summary: "Judges a recording as a reference. Nothing is kept.",
      description: "For admins, and whoever may make voices of their own.",
      upload: { of: "a WAV recording", fields: referenceShape },
      answer: referenceCheck,
    },
    async ({ services, actor, locale, request }) => {
      await assertMakesVoices(services, actor);
      const { bytes, fields } = await readUpload(request, MAX_REFERENCE_UPLOAD_BYTES);
      const shape = await parseInput(referenceShape, fields, locale);
      spend(services.admission.syntheses, actor);
      return checkRecording(bytes, shape);
    },
  ),
});
