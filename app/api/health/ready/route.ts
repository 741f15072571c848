import { hasAdmin } from "@/db/queries/users";
import { methods, route } from "@/lib/http/route";

/** GET /api/health/ready — the database answers too. Public. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "public" }, async ({ services }) => {
    await hasAdmin(services.db, []);
    return { status: "ready" };
  }),
});
