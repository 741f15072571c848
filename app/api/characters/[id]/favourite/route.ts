import { methods, route } from "@/lib/http/route";

/** PUT puts a character among one's favourites, DELETE takes it out; both may be repeated. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route({ access: "caller" }, async ({ services, actor, params, locale }) => {
    const id = params.id ?? "";
    await services.characters.favour(actor, id, true, locale);
    return { id, favourite: true };
  }),
  DELETE: route({ access: "caller" }, async ({ services, actor, params, locale }) => {
    const id = params.id ?? "";
    await services.characters.favour(actor, id, false, locale);
    return { id, favourite: false };
  }),
});
