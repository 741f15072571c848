import { detectEngine } from "@/lib/contract/engines";
import { detectionView } from "@/lib/http/admin-views";
import { methods, route } from "@/lib/http/route";

/** POST /api/admin/engines/detect — what speech engine answers at an address. Changes nothing. Admins only. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "admin", body: detectEngine }, async ({ services, locale, body, request }) =>
    detectionView(await services.engines.detect(body.base_url, request.signal), locale),
  ),
});
