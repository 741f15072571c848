import { favoured } from "@/lib/contract/character";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route(
    {
      access: "caller",
      summary: "Puts a character among one's favourites. May be repeated.",
      answer: favoured,
    },
    async ({ services, actor, params, locale }) => {
      const id = params.id ?? "";
      await services.characters.favour(actor, id, true, locale);
      return { id, favourite: true };
    },
  ),
  DELETE: route(
    {
      access: "caller",
      summary: "Takes a character out of one's favourites. May be repeated.",
      answer: favoured,
    },
    async ({ services, actor, params, locale }) => {
      const id = params.id ?? "";
      await services.characters.favour(actor, id, false, locale);
      return { id, favourite: false };
    },
  ),
});
