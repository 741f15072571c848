import { methods, route } from "@/lib/http/route";

/** GET /api — tells a program that it has found the server. Public. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "public" }, async () =>
    Response.json(
      { success: true, message: "Avatar Forge Backend Running" },
      { headers: { "Cache-Control": "no-store" } },
    ),
  ),
});
