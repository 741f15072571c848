import { AppError } from "@/lib/contract/app-error";
import { putSummary, summary } from "@/lib/contract/memory";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "reader", summary: "What a play's older lines were folded into.", answer: summary },
    ({ services, actor, params }) => {
      if (!actor) throw new AppError("NOT_FOUND", { key: "session_not_found" });
      return services.conversation.memory.summary(actor, params.id ?? "");
    },
  ),
  PUT: route(
    {
      access: "caller",
      summary: "Replaces the summary's words, or takes the last folding back.",
      body: putSummary,
      answer: summary,
    },
    ({ services, actor, params, body }) =>
      services.conversation.memory.changeSummary(actor, params.id ?? "", body),
  ),
});
