import { claimServer, mayClaimFrom } from "@/lib/auth/claim";
import { AppError } from "@/lib/contract/app-error";
import { methods, route } from "@/lib/http/route";

/** POST /api/auth/owner/claim — on the machine itself, while nobody owns the server, the caller becomes the owner. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "caller" }, async ({ services, actor, request: { headers } }) => {
    const isHere = headers.has("origin") && mayClaimFrom(headers, services.settings);
    if (!isHere || !(await claimServer(services, actor, Date.now())))
      throw new AppError("FORBIDDEN", { key: "owner_claim_refused" });
    services.logger.info({ user: actor.id }, "server claimed on its own machine");
    return { is_admin: true };
  }),
});
