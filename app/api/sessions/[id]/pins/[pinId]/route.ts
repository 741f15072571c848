import { deleted } from "@/lib/contract/answers";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route(
    { access: "caller", summary: "Takes a fact out of the prompts.", answer: deleted },
    ({ services, actor, params }) =>
      services.conversation.memory.removePin(actor, params.id ?? "", params.pinId ?? ""),
  ),
});
