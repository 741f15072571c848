import { methods, route } from "@/lib/http/route";

/** GET /api/admin/own-voices — how many private voices there are, of how many people, in how many bytes. Admins only. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "admin" }, ({ services }) => services.ownVoices.totals()),
});
