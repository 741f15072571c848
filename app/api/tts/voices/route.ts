import { methods, route } from "@/lib/http/route";
import { listVoices } from "@/lib/http/voice-list";

/** GET /api/tts/voices — every voice, and why one cannot speak now. Public. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "public" }, async ({ services, locale }) => listVoices(services, locale)),
});
