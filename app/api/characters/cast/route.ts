import { castQuery } from "@/lib/contract/cast";
import { methods, route } from "@/lib/http/route";

/** GET /api/characters/cast — what the lobby shows: presets, one's own and what others show, together. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader", query: castQuery }, ({ services, actor, locale, query }) =>
    services.characters.cast(actor, query, locale),
  ),
});
