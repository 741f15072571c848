import { castMember, characterPage, characterQuery, createCharacter } from "@/lib/contract/character";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "reader",
      summary: "One's own characters, or those shown to everyone, newest first.",
      query: characterQuery,
      answer: characterPage,
    },
    ({ services, actor, locale, query }) => {
      const { scope, limit, cursor, q } = query;
      return services.characters.list(actor, { scope, limit, cursor, q }, locale);
    },
  ),
  POST: route(
    {
      access: "caller",
      summary: "A new character. Only its name is needed.",
      body: createCharacter,
      answer: castMember,
    },
    ({ services, actor, locale, body }) => services.characters.create(actor, body, locale),
  ),
});
