import { branchSession, session } from "@/lib/contract/session";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "caller",
      summary: "A new play that begins with this one's lines.",
      body: branchSession.default({}),
      answer: session,
    },
    ({ services, actor, params, body }) =>
      services.conversation.lines.branch(actor, params.id ?? "", {
        messageId: body.message_id,
        title: body.title,
      }),
  ),
});
