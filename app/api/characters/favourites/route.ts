import { favouriteIds } from "@/lib/contract/character";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "reader", summary: "The ids of one's favourites, newest first.", answer: favouriteIds },
    async ({ services, actor }) => ({
      ids: actor ? await services.characters.favourites(actor) : [],
    }),
  ),
});
