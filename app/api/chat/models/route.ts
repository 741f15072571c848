import { methods, route } from "@/lib/http/route";

/** GET /api/chat/models — what can answer now, the default first. Public. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "public" }, async ({ services }) => ({ models: services.language.listModels() })),
});
