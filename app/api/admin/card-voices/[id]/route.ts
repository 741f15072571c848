import { deleted } from "@/lib/contract/answers";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route(
    { access: "admin", summary: "Throws a card's voice away, its clips too.", answer: deleted },
    async ({ services, params }) => {
      const { id = "" } = params;
      await services.cardVoices.discard(id);
      return { id, deleted: true };
    },
  ),
});
