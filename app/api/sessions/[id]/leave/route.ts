import { toSitter } from "@/lib/admission/admission";
import { sessionLeft } from "@/lib/contract/session";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { access: "caller", summary: "Gives up the seat, or the place in the queue.", answer: sessionLeft },
    async ({ services, actor, params }) => {
      const { id = "" } = params;
      services.admission.seats.leave(id, toSitter(actor));
      return { session_id: id, left: true };
    },
  ),
});
