import { playbackReport, playbackReported } from "@/lib/contract/chat";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "caller",
      summary: "Where the listener's player stands; what is spoken next goes by it.",
      body: playbackReport,
      answer: playbackReported,
    },
    async ({ services, actor, params, body }) => {
      const { turnId = "" } = params;
      return { turn_id: turnId, notices: await services.conversation.report(actor, turnId, body) };
    },
  ),
});
