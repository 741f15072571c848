import { revokeApiKey } from "@/lib/auth/api-keys";
import { deleted } from "@/lib/contract/answers";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route(
    { access: "caller", summary: "A key opens nothing from now on.", answer: deleted },
    async ({ services, actor, params }) => {
      const { id = "" } = params;
      await revokeApiKey(services.db, actor, id);
      return { id, deleted: true };
    },
  ),
});
