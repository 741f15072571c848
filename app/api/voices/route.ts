import { pageQuery } from "@/lib/contract/fields";
import { createVoice } from "@/lib/contract/voices";
import { voiceView } from "@/lib/http/admin-views";
import { methods, route } from "@/lib/http/route";

/** GET and POST /api/voices — every voice as an admin sees it, and new ones. Admins only. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "admin", query: pageQuery }, async ({ services, locale, query }) => {
    const all = services.voices.list();
    const after = all.findIndex(({ id }) => id === query.cursor) + 1;
    const page = all.slice(after, after + query.limit);
    const isLast = after + page.length >= all.length;
    return {
      voices: page.map((voice) => voiceView(services, voice, locale)),
      next_cursor: isLast ? null : (page.at(-1)?.id ?? null),
    };
  }),
  POST: route({ access: "admin", body: createVoice }, async ({ services, locale, body }) =>
    voiceView(services, await services.voiceEditor.create(body), locale),
  ),
});
