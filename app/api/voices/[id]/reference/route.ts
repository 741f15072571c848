import { referenceFields } from "@/lib/contract/voices";
import { voiceView } from "@/lib/http/admin-views";
import { readUpload } from "@/lib/http/read-upload";
import { methods, parseInput, route } from "@/lib/http/route";

/** Ten seconds of any usual WAV, with room for the form around it. */
const MAX_UPLOAD_BYTES = 8 * 2 ** 20;

/** POST /api/voices/{id}/reference — a WAV of 3 to 10 s, judged by its bytes, as the voice's reference in its mood. Admins only. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "admin" }, async ({ services, locale, params, request }) => {
    const { bytes, fields } = await readUpload(request, MAX_UPLOAD_BYTES);
    const words = await parseInput(referenceFields, fields, locale);
    const voice = await services.voiceEditor.addReference(params.id ?? "", { bytes, ...words });
    return voiceView(services, voice, locale);
  }),
});
