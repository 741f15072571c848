import { deleted } from "@/lib/contract/answers";
import { AppError } from "@/lib/contract/app-error";
import { patchSession, session } from "@/lib/contract/session";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "reader", summary: "One of one's plays.", answer: session },
    ({ services, actor, params }) => {
      if (!actor) throw new AppError("NOT_FOUND", { key: "session_not_found" });
      return services.conversation.findPlay(actor, params.id ?? "");
    },
  ),
  PATCH: route(
    {
      access: "caller",
      summary: "Changes its title, or who speaks in it.",
      body: patchSession,
      answer: session,
    },
    ({ services, actor, params, body }) => services.conversation.changePlay(actor, params.id ?? "", body),
  ),
  DELETE: route(
    { access: "caller", summary: "Removes a play and what was spoken in it.", answer: deleted },
    async ({ services, actor, params }) => {
      const { id = "" } = params;
      await services.conversation.deletePlay(actor, id);
      return { id, deleted: true };
    },
  ),
});
