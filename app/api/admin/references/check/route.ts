import { MAX_REFERENCE_UPLOAD_BYTES, referenceShape } from "@/lib/contract/voices";
import { readUpload } from "@/lib/http/read-upload";
import { methods, parseInput, route } from "@/lib/http/route";
import { checkRecording } from "@/lib/voices";

/** POST /api/admin/references/check — what is to be said of a recording as a reference; nothing is kept. Admins only. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "admin" }, async ({ locale, request }) => {
    const { bytes, fields } = await readUpload(request, MAX_REFERENCE_UPLOAD_BYTES);
    return checkRecording(bytes, await parseInput(referenceShape, fields, locale));
  }),
});
