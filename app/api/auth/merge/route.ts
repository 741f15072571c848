import { noPendingMergeCookie, readPendingMerge } from "@/lib/auth/pending-merge";
import { isHttps } from "@/lib/auth/session-token";
import { AppError } from "@/lib/contract/app-error";
import { mergeDecision } from "@/lib/contract/sign-in";
import { mergePreviewOf } from "@/lib/http/merge-preview";
import { methods, route } from "@/lib/http/route";

/**
 * GET, POST and DELETE /api/auth/merge — what a guest would bring into the account they proved to be theirs; what
 * becomes of it, and they are signed in; or they stay the guest they are.
 */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ access: "reader" }, async ({ services, actor, request }) => {
    const pending = await readPendingMerge(services.secret, request.headers);
    const reunion = await services.signIn.reunion(actor, pending);
    if (!reunion) throw new AppError("NOT_FOUND");
    return mergePreviewOf(reunion);
  }),
  POST: route(
    { access: "caller", body: mergeDecision },
    async ({ services, actor, body, locale, request }) => {
      const { secret, signIn, tokens } = services;
      const pending = await readPendingMerge(secret, request.headers);
      const account = await signIn.decide(actor, pending, body.choice, locale);
      const response = decided();
      const cookie = tokens.cookie(await tokens.issue(account), isHttps(request.headers));
      response.headers.append("Set-Cookie", cookie);
      response.headers.append("Set-Cookie", noPendingMergeCookie(isHttps(request.headers)));
      return response;
    },
  ),
  DELETE: route({ access: "public" }, async ({ request }) => {
    const response = decided();
    response.headers.append("Set-Cookie", noPendingMergeCookie(isHttps(request.headers)));
    return response;
  }),
});

function decided(): Response {
  const headers = { "Cache-Control": "no-store" };
  return Response.json({ success: true, data: { decided: true } }, { headers });
}
