import { presetList } from "@/lib/contract/character";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "public", summary: "The cast that ships, in the request's language.", answer: presetList },
    async ({ services, locale }) => ({ characters: services.characters.presets.list(locale) }),
  ),
});
