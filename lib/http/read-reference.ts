import "server-only";
import { MAX_REFERENCE_UPLOAD_BYTES, referenceFields, storedReferenceFields } from "@/lib/contract/voices";
import type { Locale } from "@/lib/i18n/locales";
import type { GivenReference } from "@/lib/voices";
import { readJsonBody } from "./read-body";
import { readUpload } from "./read-upload";
import { parseInput } from "./route";

/** What a voice is to be given: a recording with what is to be done to it, or as JSON a clip that is stored already. */
export async function readReference(request: Request, locale: Locale): Promise<GivenReference> {
  if (/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) {
    return parseInput(storedReferenceFields, await readJsonBody(request), locale);
  }
  const { bytes, fields } = await readUpload(request, MAX_REFERENCE_UPLOAD_BYTES);
  const { start, end, trim_silence, loudness, ...words } = await parseInput(referenceFields, fields, locale);
  return { ...words, recording: bytes, shape: { start, end, trim_silence, loudness } };
}
