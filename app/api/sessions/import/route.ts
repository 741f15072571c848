import { importQuery } from "@/lib/contract/session";
import { readTextFile } from "@/lib/http/read-body";
import { methods, route } from "@/lib/http/route";

/** POST /api/sessions/import — a SillyTavern `.jsonl`, as a form's file or as the body itself, becomes a play. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { access: "caller", query: importQuery },
    async ({ services, actor, locale, query, request }) => {
      const { text, fields } = await readTextFile(request);
      const characterId = fields.character_id ?? query.character_id;
      return services.conversation.importPlay(actor, { file: text, characterId, language: locale });
    },
  ),
});
