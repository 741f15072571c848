import { castPage, castQuery } from "@/lib/contract/cast";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "reader",
      summary: "The lobby's list: presets, one's own and what others show, together.",
      query: castQuery,
      answer: castPage,
    },
    ({ services, actor, locale, query }) => services.characters.cast(actor, query, locale),
  ),
});
