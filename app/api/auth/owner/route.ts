import { becomeOwner } from "@/lib/auth/owner";
import { ownerRedeemed, ownerRedemption } from "@/lib/contract/accounts";
import { AppError } from "@/lib/contract/app-error";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "caller",
      summary: "The opener of a good owner link becomes an admin; the link is void afterwards.",
      body: ownerRedemption,
      answer: ownerRedeemed,
    },
    async ({ services, actor, body }) => {
      const isOwner =
        actor.kind !== "anonymous" && (await becomeOwner(services.db, actor, body.token, Date.now()));
      if (!isOwner) throw new AppError("FORBIDDEN", { key: "owner_link_void" });
      services.logger.info({ user: actor.id }, "owner link redeemed");
      await services.audit.note(actor, { action: "sign_in.owner_link" });
      return { is_admin: true };
    },
  ),
});
