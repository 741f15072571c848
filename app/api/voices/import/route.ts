import { VOICE_FILE_LIMITS, type VoiceImport, voiceImport } from "@/lib/contract/voices";
import { reportView, voiceView } from "@/lib/http/admin-views";
import { readUpload } from "@/lib/http/read-upload";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "admin",
      summary: "A voice's file as a new voice, with what became of each part.",
      upload: { of: "a voice's file (zip)" },
      answer: voiceImport,
    },
    async ({ services, locale, request }): Promise<VoiceImport> => {
      const { bytes } = await readUpload(request, VOICE_FILE_LIMITS.bytes);
      const { voice, report } = await services.voiceFiles.import(bytes);
      return { voice: voiceView(services, voice, locale), report: reportView(report, locale) };
    },
  ),
});
