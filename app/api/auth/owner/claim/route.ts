import { claimServer, mayClaimFrom } from "@/lib/auth/claim";
import { ownerRedeemed } from "@/lib/contract/accounts";
import { AppError } from "@/lib/contract/app-error";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "caller",
      summary: "On the machine itself, while nobody owns the server, the caller becomes the owner.",
      answer: ownerRedeemed,
    },
    async ({ services, actor, request: { headers } }) => {
      const isHere = headers.has("origin") && mayClaimFrom(headers, services.settings);
      if (!isHere || !(await claimServer(services, actor, Date.now())))
        throw new AppError("FORBIDDEN", { key: "owner_claim_refused" });
      services.logger.info({ user: actor.id }, "server claimed on its own machine");
      await services.audit.note(actor, { action: "sign_in.claim" });
      return { is_admin: true };
    },
  ),
});
