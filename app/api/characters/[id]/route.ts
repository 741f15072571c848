import { deleted } from "@/lib/contract/answers";
import { AppError } from "@/lib/contract/app-error";
import { castMember, changeCharacter } from "@/lib/contract/character";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "reader", summary: "One character.", answer: castMember },
    async ({ services, actor, params, locale }) => {
      const character = await services.characters.find(actor, params.id ?? "", locale);
      if (!character) throw new AppError("NOT_FOUND", { key: "character_not_found" });
      return character;
    },
  ),
  PUT: route(
    {
      access: "caller",
      summary: "Changes one's own character: what is absent stays.",
      body: changeCharacter,
      answer: castMember,
    },
    ({ services, actor, params, locale, body }) =>
      services.characters.change(actor, params.id ?? "", body, locale),
  ),
  DELETE: route(
    { access: "caller", summary: "Removes one's own character.", answer: deleted },
    async ({ services, actor, params, locale }) => {
      const id = params.id ?? "";
      await services.characters.remove(actor, id, locale);
      return { id, deleted: true };
    },
  ),
});
