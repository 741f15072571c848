import { methods, route } from "@/lib/http/route";

/** GET /api/admin/engines — every engine with its state and queue. Admins only. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "admin" }, async ({ services }) => ({
    engines: [
      ...services.language.states().map((state) => ({ role: "language", ...state })),
      ...services.speech.states().map((state) => ({ role: "speech", ...state })),
    ],
  })),
});
