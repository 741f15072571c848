import { CARD_LIMITS } from "@/lib/characters";
import type { ImportAnswer } from "@/lib/contract/character";
import { reportView } from "@/lib/http/admin-views";
import { readUpload } from "@/lib/http/read-upload";
import { methods, route } from "@/lib/http/route";

/** POST /api/characters/import — a card (PNG, JSON, CHARX, judged by its bytes) as a new character, with what became of each part. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "caller" }, async ({ services, actor, locale, request }): Promise<ImportAnswer> => {
    const { bytes, fileName } = await readUpload(request, CARD_LIMITS.fileBytes);
    const { character, report } = await services.cards.import(actor, bytes, fileName, locale);
    return {
      character,
      report: reportView(report, locale),
    };
  }),
});
