import { playbackReport } from "@/lib/contract/chat";
import { methods, route } from "@/lib/http/route";

/** POST /api/chat/turns/{turn_id}/playback — where the listener's player stands; the scheduler goes by it. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "caller", body: playbackReport }, async ({ services, actor, params, body }) => {
    const { turnId = "" } = params;
    await services.conversation.report(actor, turnId, body);
    return { turn_id: turnId };
  }),
});
