import { z } from "zod";
import { AppError } from "@/lib/contract/app-error";
import { changeVoice } from "@/lib/contract/voices";
import { voiceView } from "@/lib/http/admin-views";
import { methods, route } from "@/lib/http/route";

const removal = z.object({ permanent: z.enum(["true", "false"]).default("false") });

/** GET, PUT and DELETE /api/voices/{id} — one voice. DELETE sets it inactive, `?permanent=true` removes it. Admins only. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "admin" }, async ({ services, locale, params }) => {
    const voice = services.voices.find(params.id ?? "", null);
    if (!voice) {
      const voices = services.voices.list().map(({ id }) => id);
      throw new AppError("NOT_FOUND", {
        key: "voice_not_found",
        params: { voice: params.id ?? "", voices: voices.join(", ") },
      });
    }
    return voiceView(services, voice, locale);
  }),
  PUT: route({ access: "admin", body: changeVoice }, async ({ services, locale, params, body }) =>
    voiceView(services, await services.voiceEditor.change(params.id ?? "", body), locale),
  ),
  DELETE: route({ access: "admin", query: removal }, async ({ services, params, query }) => {
    const { id = "" } = params;
    const isPermanent = query.permanent === "true";
    await services.voiceEditor.remove(id, isPermanent);
    return { id, deleted: isPermanent, is_active: false };
  }),
});
