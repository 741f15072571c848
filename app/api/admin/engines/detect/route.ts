import { detectEngine, engineDetection } from "@/lib/contract/engines";
import { detectionView } from "@/lib/http/admin-views";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "admin",
      isAudited: false,
      summary: "What speech engine answers at an address. Changes nothing.",
      body: detectEngine,
      answer: engineDetection,
    },
    async ({ services, locale, body, request }) =>
      detectionView(await services.engines.detect(body.base_url, request.signal), locale),
  ),
});
