import { AppError } from "@/lib/contract/app-error";
import { messagePage, messageQuery } from "@/lib/contract/session";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "reader",
      summary: "The told lines, each page oldest first.",
      query: messageQuery,
      answer: messagePage,
    },
    ({ services, actor, params, query }) => {
      if (!actor) throw new AppError("NOT_FOUND", { key: "session_not_found" });
      const { limit, cursor, from } = query;
      return services.conversation.listMessages(actor, params.id ?? "", { limit, cursor, from });
    },
  ),
});
