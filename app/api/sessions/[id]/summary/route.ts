import { AppError } from "@/lib/contract/app-error";
import { putSummary } from "@/lib/contract/memory";
import { methods, route } from "@/lib/http/route";

/** GET and PUT /api/sessions/{id}/summary — what the play's older lines were folded into. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader" }, ({ services, actor, params }) => {
    if (!actor) throw new AppError("NOT_FOUND", { key: "session_not_found" });
    return services.conversation.memory.summary(actor, params.id ?? "");
  }),
  PUT: route({ access: "caller", body: putSummary }, ({ services, actor, params, body }) =>
    services.conversation.memory.changeSummary(actor, params.id ?? "", body),
  ),
});
