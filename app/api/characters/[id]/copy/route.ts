import { castMember } from "@/lib/contract/character";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { access: "caller", summary: "Any character one may see, as one's own.", answer: castMember },
    ({ services, actor, params, locale }) => services.characters.copy(actor, params.id ?? "", locale),
  ),
});
