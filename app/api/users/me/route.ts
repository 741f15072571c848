import { seenFrom } from "@/lib/auth/actor";
import { isHttps } from "@/lib/auth/session-token";
import { deleted } from "@/lib/contract/answers";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route(
    { access: "caller", summary: "Everything of one's own is gone, the session too.", answer: deleted },
    async ({ services, actor, locale, request }) => {
      await services.accounts.remove(actor, locale);
      services.logger.info({ user: actor.id }, "account deleted");
      await services.audit.note(seenFrom(actor, null), { action: "account.deleted" });
      const headers = {
        "Set-Cookie": services.tokens.noCookie(isHttps(request.headers)),
        "Cache-Control": "no-store",
      };
      return Response.json({ success: true, data: { id: actor.id, deleted: true } }, { headers });
    },
  ),
});
