import { voiceList } from "@/lib/contract/speech";
import { methods, route } from "@/lib/http/route";
import { listVoices } from "@/lib/http/voice-list";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "public", summary: "Every voice, and why one cannot speak now.", answer: voiceList },
    async ({ services, locale }) => listVoices(services, locale),
  ),
});
