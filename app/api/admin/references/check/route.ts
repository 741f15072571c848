import { MAX_REFERENCE_UPLOAD_BYTES, referenceCheck, referenceShape } from "@/lib/contract/voices";
import { readUpload } from "@/lib/http/read-upload";
import { methods, parseInput, route } from "@/lib/http/route";
import { checkRecording } from "@/lib/voices";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "admin",
      isAudited: false,
      summary: "Judges a recording as a reference. Nothing is kept.",
      upload: { of: "a WAV recording", fields: referenceShape },
      answer: referenceCheck,
    },
    async ({ locale, request }) => {
      const { bytes, fields } = await readUpload(request, MAX_REFERENCE_UPLOAD_BYTES);
      return checkRecording(bytes, await parseInput(referenceShape, fields, locale));
    },
  ),
});
