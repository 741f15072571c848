import { hasAdmin } from "@/db/queries/users";
import { alive } from "@/lib/contract/health";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { access: "public", summary: "The database answers too.", answer: alive },
    async ({ services }) => {
      await hasAdmin(services.db, []);
      return { status: "ready" };
    },
  ),
});
