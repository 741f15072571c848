import { toSitter } from "@/lib/admission/admission";
import { methods, route } from "@/lib/http/route";

/** POST /api/sessions/{id}/leave — gives up the seat, or the place in the queue. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "caller" }, async ({ services, actor, params }) => {
    const { id = "" } = params;
    services.admission.seats.leave(id, toSitter(actor));
    return { session_id: id, left: true };
  }),
});
