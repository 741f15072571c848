import { methods, route } from "@/lib/http/route";

/** GET /api/health/live — the process answers. Public. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "public" }, async () => ({ status: "live" })),
});
