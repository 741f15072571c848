import { isHttps } from "@/lib/auth/session-token";
import { AppError } from "@/lib/contract/app-error";
import { signedOutEverywhere } from "@/lib/contract/sign-in";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "caller",
      summary: "Every session of one's own is void; the browser that asks gets a new one. API keys stay.",
      answer: signedOutEverywhere,
    },
    async ({ services, actor, request }) => {
      if (actor.kind === "anonymous") throw new AppError("FORBIDDEN");
      await services.standings.endSessions(actor, Date.now());
      services.logger.info({ user: actor.id }, "signed out everywhere");
      await services.audit.note(actor, { action: "sign_out.everywhere" });
      const response = Response.json(
        { success: true, data: { signed_out: true } },
        { headers: { "Cache-Control": "no-store" } },
      );
      // A key or a token is no browser: it must not turn into a session.
      if (!request.headers.has("authorization")) {
        const token = await services.tokens.issue(actor);
        response.headers.set("Set-Cookie", services.tokens.cookie(token, isHttps(request.headers)));
      }
      return response;
    },
  ),
});
