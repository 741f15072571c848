import { characterQuery, createCharacter } from "@/lib/contract/character";
import { methods, route } from "@/lib/http/route";

/** GET lists the caller's own characters (or, with `scope=server`, those shown to everyone), newest first; POST makes one. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader", query: characterQuery }, ({ services, actor, locale, query }) => {
    const { scope, limit, cursor, q } = query;
    return services.characters.list(actor, { scope, limit, cursor, q }, locale);
  }),
  POST: route({ access: "caller", body: createCharacter }, ({ services, actor, locale, body }) =>
    services.characters.create(actor, body, locale),
  ),
});
