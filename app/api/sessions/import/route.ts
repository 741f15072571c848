import { importQuery, session } from "@/lib/contract/session";
import { readUpload } from "@/lib/http/read-upload";
import { methods, route } from "@/lib/http/route";

/** A play of thousands of lines with many takes of each. */
const MAX_CHAT_BYTES = 16 * 2 ** 20;

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "caller",
      summary: "A SillyTavern chat becomes a play.",
      upload: { of: "a .jsonl chat", fields: importQuery },
      query: importQuery,
      answer: session,
    },
    async ({ services, actor, locale, query, request }) => {
      const { bytes, fields } = await readUpload(request, MAX_CHAT_BYTES);
      const file = new TextDecoder().decode(bytes);
      const characterId = fields.character_id ?? query.character_id;
      return services.conversation.importPlay(actor, { file, characterId, language: locale });
    },
  ),
});
