import { CARD_LIMITS } from "@/lib/characters";
import type { ImportAnswer } from "@/lib/contract/character";
import { importAnswer } from "@/lib/contract/character";
import { reportView } from "@/lib/http/admin-views";
import { readUpload } from "@/lib/http/read-upload";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "caller",
      summary: "A character card as a new character, with what became of each part.",
      upload: { of: "a character card (PNG, JSON or CHARX) or a lorebook" },
      answer: importAnswer,
    },
    async ({ services, actor, locale, request }): Promise<ImportAnswer> => {
      const { bytes, fileName } = await readUpload(request, CARD_LIMITS.fileBytes);
      const { character, report } = await services.cards.import(actor, bytes, fileName, locale);
      return { character, report: reportView(report, locale) };
    },
  ),
});
