import { voiceList } from "@/lib/contract/speech";
import { methods, route } from "@/lib/http/route";
import { listVoices } from "@/lib/http/voice-list";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "reader",
      summary: "Every voice of the server's and the caller's own, and why one cannot speak now.",
      answer: voiceList,
    },
    async ({ services, actor, locale }) => listVoices(services, actor, locale),
  ),
});
