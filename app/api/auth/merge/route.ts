import { noPendingMergeCookie, readPendingMerge } from "@/lib/auth/pending-merge";
import { isHttps } from "@/lib/auth/session-token";
import { AppError } from "@/lib/contract/app-error";
import { mergeDecided, mergeDecision, mergePreview } from "@/lib/contract/sign-in";
import { methods, route } from "@/lib/http/route";
import { mergePreviewOf } from "@/lib/services/merge-preview";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "reader",
      summary: "What a guest would bring into the account they have proved to be theirs.",
      answer: mergePreview,
    },
    async ({ services, actor, request }) => {
      const pending = await readPendingMerge(services.secret, request.headers);
      const reunion = await services.signIn.reunion(actor, pending);
      if (!reunion) throw new AppError("NOT_FOUND");
      return mergePreviewOf(reunion);
    },
  ),
  POST: route(
    {
      access: "caller",
      body: mergeDecision,
      summary: "Brings it along or deletes it, and signs in to the account.",
      answer: mergeDecided,
    },
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
  DELETE: route(
    {
      access: "public",
      summary: "Nothing is brought anywhere: the guest stays who they are.",
      answer: mergeDecided,
    },
    async ({ request }) => {
      const response = decided();
      response.headers.append("Set-Cookie", noPendingMergeCookie(isHttps(request.headers)));
      return response;
    },
  ),
});

function decided(): Response {
  const headers = { "Cache-Control": "no-store" };
  return Response.json({ success: true, data: { decided: true } }, { headers });
}
