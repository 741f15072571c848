import { AppError } from "@/lib/contract/app-error";
import { changeCharacter } from "@/lib/contract/character";
import { methods, route } from "@/lib/http/route";

/** GET — one character. PUT merges into one's own, DELETE removes it; presets and what others show are 403. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader" }, async ({ services, actor, params, locale }) => {
    const character = await services.characters.find(actor, params.id ?? "", locale);
    if (!character) throw new AppError("NOT_FOUND", { key: "character_not_found" });
    return character;
  }),
  PUT: route({ access: "caller", body: changeCharacter }, ({ services, actor, params, locale, body }) =>
    services.characters.change(actor, params.id ?? "", body, locale),
  ),
  DELETE: route({ access: "caller" }, async ({ services, actor, params, locale }) => {
    const id = params.id ?? "";
    await services.characters.remove(actor, id, locale);
    return { id, deleted: true };
  }),
});
