import { methods, route } from "@/lib/http/route";
import { listVoices } from "@/lib/http/voice-list";

/** GET /api/tts/voices — every voice of the server's and the caller's own, and why one cannot speak now. Public. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader" }, async ({ services, actor, locale }) =>
    listVoices(services, actor, locale),
  ),
});
