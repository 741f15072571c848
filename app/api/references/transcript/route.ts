import { spend } from "@/lib/admission/admission";
import {
  MAX_REFERENCE_UPLOAD_BYTES,
  recognitionState,
  transcript,
  transcriptFields,
} from "@/lib/contract/voices";
import { assertMakesVoices } from "@/lib/http/own-voice-view";
import { readUpload } from "@/lib/http/read-upload";
import { recognitionView } from "@/lib/http/recognition-view";
import { methods, parseInput, route } from "@/lib/http/route";
import { referenceClip } from "@/lib/voices";

/** The longest transcript a reference takes, in UTF-16 units. */
const MAX_WORDS = 1000;

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "caller", summary: "Whether anything writes transcripts here.", answer: recognitionState },
    async ({ services, actor, locale }) => {
      await assertMakesVoices(services, actor);
      return recognitionView(services, locale);
    },
  ),
  POST: route(
    {
      access: "caller",
      summary: "What is heard in the stretch of a recording that would become a reference. Nothing is kept.",
      description: "For admins, and whoever may make voices of their own.",
      upload: { of: "a WAV recording", fields: transcriptFields },
      answer: transcript,
    },
    async ({ services, actor, locale, request }) => {
      await assertMakesVoices(services, actor);
      const { bytes, fields } = await readUpload(request, MAX_REFERENCE_UPLOAD_BYTES);
      const { prompt_lang: language, ...shape } = await parseInput(transcriptFields, fields, locale);
      const wav = new Uint8Array(referenceClip(bytes, shape));
      spend(services.admission.syntheses, actor);
      const text = await services.recognition.transcribe({ wav, language }, request.signal);
      return { text: text.slice(0, MAX_WORDS) };
    },
  ),
});
