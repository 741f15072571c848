import { AppError } from "@/lib/contract/app-error";
import { sentPrompt } from "@/lib/contract/memory";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "reader", summary: "What the model was sent for a line, tokens by part.", answer: sentPrompt },
    ({ services, actor, params }) => {
      if (!actor) throw new AppError("NOT_FOUND", { key: "session_not_found" });
      return services.conversation.memory.sentPrompt(actor, params.id ?? "", params.messageId ?? "");
    },
  ),
});
