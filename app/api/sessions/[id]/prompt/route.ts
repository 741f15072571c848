import { AppError } from "@/lib/contract/app-error";
import { promptSettings, putPromptSettings } from "@/lib/contract/memory";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "reader",
      summary: "Who the person is, the house rules and the lorebook of one play.",
      answer: promptSettings,
    },
    ({ services, actor, params }) => {
      if (!actor) throw new AppError("NOT_FOUND", { key: "session_not_found" });
      return services.conversation.memory.promptSettings(actor, params.id ?? "");
    },
  ),
  PUT: route(
    {
      access: "caller",
      summary: "Changes them: what is absent stays.",
      body: putPromptSettings,
      answer: promptSettings,
    },
    ({ services, actor, params, body }) =>
      services.conversation.memory.changePromptSettings(actor, params.id ?? "", body),
  ),
});
