import { pageQuery } from "@/lib/contract/fields";
import { createVoice, voicePage, voiceView } from "@/lib/contract/voices";
import { voiceView as viewOf } from "@/lib/http/admin-views";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "admin", summary: "Every voice as an admin sees it.", query: pageQuery, answer: voicePage },
    async ({ services, locale, query }) => {
      const all = services.voices.list();
      const after = all.findIndex(({ id }) => id === query.cursor) + 1;
      const page = all.slice(after, after + query.limit);
      const isLast = after + page.length >= all.length;
      return {
        voices: page.map((voice) => viewOf(services, voice, locale)),
        next_cursor: isLast ? null : (page.at(-1)?.id ?? null),
      };
    },
  ),
  POST: route(
    { access: "admin", summary: "A new voice.", body: createVoice, answer: voiceView },
    async ({ services, locale, body }) => viewOf(services, await services.voiceEditor.create(body), locale),
  ),
});
