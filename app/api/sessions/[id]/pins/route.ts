import { deleted } from "@/lib/contract/answers";
import { AppError } from "@/lib/contract/app-error";
import { deletePinQuery, pin, pinList, postPin } from "@/lib/contract/memory";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "reader", summary: "The facts that stay in every prompt word for word.", answer: pinList },
    ({ services, actor, params }) => {
      if (!actor) throw new AppError("NOT_FOUND", { key: "session_not_found" });
      return services.conversation.memory.pins(actor, params.id ?? "");
    },
  ),
  POST: route(
    {
      access: "caller",
      summary: "A fact that stays in every prompt from now on.",
      body: postPin,
      answer: pin,
    },
    ({ services, actor, params, body }) => services.conversation.memory.addPin(actor, params.id ?? "", body),
  ),
  DELETE: route(
    { access: "caller", summary: "Takes a fact out of the prompts.", query: deletePinQuery, answer: deleted },
    ({ services, actor, params, query }) =>
      services.conversation.memory.removePin(actor, params.id ?? "", query.id),
  ),
});
