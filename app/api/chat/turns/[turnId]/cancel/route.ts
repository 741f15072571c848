import { cancelRequest, turnCancelled } from "@/lib/contract/chat";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "caller",
      summary: "Stops a turn and the work of its engines; what was spoken stays.",
      body: cancelRequest.default({}),
      answer: turnCancelled,
    },
    async ({ services, actor, params, body }) => {
      const { turnId = "" } = params;
      await services.conversation.cancel(actor, turnId, body);
      return { turn_id: turnId, cancelled: true };
    },
  ),
});
