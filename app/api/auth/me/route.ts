import { findUser } from "@/db/queries/users";
import { isAdminUser } from "@/lib/auth/role";
import { meAnswer } from "@/lib/contract/accounts";
import { plainJson } from "@/lib/contract/answers";
import { AppError } from "@/lib/contract/app-error";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "reader",
      summary: "Who one is. Nobody is 401, and no guest is made.",
      answer: plainJson(meAnswer),
    },
    async ({ services, actor }) => {
      if (!actor || actor.kind === "anonymous") throw new AppError("UNAUTHENTICATED");
      const user = await findUser(services.db, actor.id);
      const me = {
        id: actor.id,
        email: user?.email ?? null,
        username: user?.name ?? "guest",
        picture: user?.image ?? null,
        provider: actor.kind,
        is_admin: user !== null && isAdminUser(user, services.settings.adminEmails),
        is_guest: actor.kind === "guest",
      };
      const headers = { "Cache-Control": "no-store" };
      return Response.json({ success: true, data: me, ...me }, { headers });
    },
  ),
});
