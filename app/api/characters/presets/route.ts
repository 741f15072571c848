import { methods, route } from "@/lib/http/route";

/** GET /api/characters/presets — the cast that ships, in the request's language. Public. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "public" }, async ({ services, locale }) => ({
    characters: services.characters.presets.list(locale),
  })),
});
