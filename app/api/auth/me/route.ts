import { findUser } from "@/db/queries/users";
import { isAdminUser } from "@/lib/auth/role";
import { AppError } from "@/lib/contract/app-error";
import { methods, route } from "@/lib/http/route";

/** GET /api/auth/me — who one is, in the envelope and once more at top level; nobody: 401, and no guest is made. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader" }, async ({ services, actor }) => {
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
  }),
});
