import { cancelRequest } from "@/lib/contract/chat";
import { methods, route } from "@/lib/http/route";

/** POST /api/chat/turns/{turn_id}/cancel — stops the turn and its engines' work; what was spoken stays. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { access: "caller", body: cancelRequest.default({}) },
    async ({ services, actor, params, body }) => {
      const { turnId = "" } = params;
      await services.conversation.cancel(actor, turnId, body);
      return { turn_id: turnId, cancelled: true };
    },
  ),
});
