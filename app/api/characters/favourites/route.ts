import { methods, route } from "@/lib/http/route";

/** GET /api/characters/favourites — ids of the caller's favourites, newest first. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader" }, async ({ services, actor }) => ({
    ids: actor ? await services.characters.favourites(actor) : [],
  })),
});
