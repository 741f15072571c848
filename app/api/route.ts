import { methods } from "@/lib/http/route";

/** GET /api — tells a program that it has found the server. Public. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: async () => Response.json({ success: true, message: "Avatar Forge Backend Running" }),
});
