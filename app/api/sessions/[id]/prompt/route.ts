import { AppError } from "@/lib/contract/app-error";
import { putPromptSettings } from "@/lib/contract/memory";
import { methods, route } from "@/lib/http/route";

/** GET and PUT /api/sessions/{id}/prompt — who the person is, the house rules and the lorebook of one play. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader" }, ({ services, actor, params }) => {
    if (!actor) throw new AppError("NOT_FOUND", { key: "session_not_found" });
    return services.conversation.memory.promptSettings(actor, params.id ?? "");
  }),
  PUT: route({ access: "caller", body: putPromptSettings }, ({ services, actor, params, body }) =>
    services.conversation.memory.changePromptSettings(actor, params.id ?? "", body),
  ),
});
