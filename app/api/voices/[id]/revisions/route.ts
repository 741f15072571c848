import { methods, route } from "@/lib/http/route";

/** GET /api/voices/{id}/revisions — every sound the voice has had, the one of now last. Admins only. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "admin" }, async ({ services, params }) => ({
    revisions: await services.voiceEditor.revisions(params.id ?? ""),
  })),
});
