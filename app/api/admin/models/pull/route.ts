import { pullModel } from "@/lib/contract/models";
import { eventStreamResponse } from "@/lib/http/event-stream-response";
import { pullEvents } from "@/lib/http/model-views";
import { methods, route } from "@/lib/http/route";

/**
 * POST /api/admin/models/pull starts a download, or joins the one of the same model; GET joins whichever runs. Its
 * states as an event stream; who leaves it stops nothing. Admins only.
 */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "admin" }, async ({ services, locale }) =>
    eventStreamResponse(async (signal) => pullEvents(services.models.follow(signal), locale)),
  ),
  POST: route({ access: "admin", body: pullModel }, async ({ services, locale, body }) =>
    eventStreamResponse(async (signal) => pullEvents(services.models.pull(body.model, signal), locale)),
  ),
});
