import { AppError } from "@/lib/contract/app-error";
import { meOf } from "@/lib/http/me";
import { methods, route } from "@/lib/http/route";

/** GET /api/auth/me — who one is, in the envelope and once more at top level; nobody: 401, and no guest is made. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader" }, async ({ services, actor }) => {
    if (!actor || actor.kind === "anonymous") throw new AppError("UNAUTHENTICATED");
    const me = await meOf(services, actor);
    const headers = { "Cache-Control": "no-store" };
    return Response.json({ success: true, data: me, ...me }, { headers });
  }),
});
