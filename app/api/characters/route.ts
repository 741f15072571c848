import { methods, route } from "@/lib/http/route";

/** GET /api/characters — the caller's own. Nobody can make one yet, so there are none. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader" }, async () => ({ characters: [] })),
});
