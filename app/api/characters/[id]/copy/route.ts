import { methods, route } from "@/lib/http/route";

/** POST /api/characters/{id}/copy — any character one may see, as one's own. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "caller" }, ({ services, actor, params, locale }) =>
    services.characters.copy(actor, params.id ?? "", locale),
  ),
});
