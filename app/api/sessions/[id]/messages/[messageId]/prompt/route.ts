import { AppError } from "@/lib/contract/app-error";
import { methods, route } from "@/lib/http/route";

/** GET /api/sessions/{id}/messages/{messageId}/prompt — what the model was sent for a line, tokens by part. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader" }, ({ services, actor, params }) => {
    if (!actor) throw new AppError("NOT_FOUND", { key: "session_not_found" });
    return services.conversation.memory.sentPrompt(actor, params.id ?? "", params.messageId ?? "");
  }),
});
