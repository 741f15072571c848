import { GoogleSignInError, returnFromGoogle, usedUpCookies } from "@/lib/auth/google";
import { originOf } from "@/lib/auth/origin";
import { AppError } from "@/lib/contract/app-error";
import { arrivalCookie, browserActor, seeOther } from "@/lib/http/arrival";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    {
      access: "public",
      summary: "Where Google sends people back to.",
      answer: {
        status: 303,
        content: {},
        description:
          "To the page that ends the sign-in, or to the sign-in page with ?error= saying why nobody is.",
      },
    },
    async ({ services, request }) => {
      const { google, settings, signIn, audit, logger } = services;
      const address = request.headers.get("x-peer-address") ?? undefined;
      const origin = originOf(request.headers, settings.publicUrl);
      const failed = (reason: string) => seeOther(`/sign-in?error=${reason}`, usedUpCookies(origin));
      if (!google) return failed("google_not_configured");
      try {
        const { profile, returnTo } = await returnFromGoogle(origin, request, google);
        const before = await browserActor(services, request.headers);
        const arrival = await signIn.withGoogle(before, profile);
        const cookies = [...usedUpCookies(origin), await arrivalCookie(services, arrival, request.headers)];
        return seeOther(`/auth/callback?${new URLSearchParams({ to: returnTo })}`, cookies);
      } catch (error) {
        if (error instanceof GoogleSignInError) {
          await audit.noteFailedSignIn({ provider: "google", reason: error.reason, address });
          logger.warn({ reason: error.reason, cause: causeOf(error) }, "nobody was signed in with Google");
          return failed(error.reason);
        }
        if (error instanceof AppError && error.key === "account_blocked") {
          await audit.noteFailedSignIn({ provider: "google", reason: "blocked", address });
          return failed(error.key);
        }
        throw error;
      }
    },
  ),
});

/** What a log may know of it: the kind of failure, no message, which could quote a code or a token. */
function causeOf({ cause }: GoogleSignInError): string | undefined {
  return cause instanceof Error ? cause.name : undefined;
}
