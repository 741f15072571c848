import { chatAnswer, chatRequest } from "@/lib/contract/chat";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "caller",
      summary: "One turn, the whole answer at its end.",
      body: chatRequest,
      answer: chatAnswer,
    },
    ({ services, actor, locale, body }) => services.conversation.answer(actor, locale, body),
  ),
});
