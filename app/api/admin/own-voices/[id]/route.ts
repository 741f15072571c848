import { deleted } from "@/lib/contract/answers";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route(
    {
      access: "admin",
      summary: "Deletes somebody's private voice for good, its clips too.",
      description: "Its owner is told at /voices.",
      answer: deleted,
    },
    async ({ services, params }) => {
      const { id = "" } = params;
      await services.ownVoices.removeForAdmin(id);
      return { id, deleted: true };
    },
  ),
});
