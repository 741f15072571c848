import { healthOf } from "@/lib/http/health";
import { methods, route } from "@/lib/http/route";

/** GET /api/health — 200 as long as the server itself serves; the engines' state is in it. Public. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "public" }, async ({ services, locale }) => healthOf(services, locale)),
});
