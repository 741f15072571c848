import { toSitter } from "@/lib/admission/admission";
import type { SeatView } from "@/lib/contract/session";
import { seat } from "@/lib/contract/session";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "reader",
      summary: "Whether one's session has a seat, and its place where it waits.",
      answer: seat,
    },
    async ({ services, actor, params }): Promise<SeatView> => {
      if (!actor) return { state: "none", place: null, expected_wait_ms: null };
      const { state, place, expectedWaitMs } = services.admission.seats.state(
        params.sessionId ?? "",
        toSitter(actor),
      );
      return { state, place, expected_wait_ms: expectedWaitMs };
    },
  ),
});
