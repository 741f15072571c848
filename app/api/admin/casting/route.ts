import { castQuery } from "@/lib/contract/cast";
import { type CastingPage, castingPage, castingQuery } from "@/lib/contract/casting";
import { castingView } from "@/lib/http/casting-view";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "admin",
      summary: "Presets, the admin's own characters and those shown to everyone, each with its voice.",
      query: castingQuery,
      answer: castingPage,
    },
    async ({ services, actor, locale, query }): Promise<CastingPage> => {
      const wish = castQuery.parse({ ...query, sort: "name" });
      const { characters, next_cursor, total } = await services.characters.cast(actor, wish, locale);
      return {
        characters: characters.map((card) => castingView(services, actor, card, locale)),
        next_cursor,
        total,
      };
    },
  ),
});
