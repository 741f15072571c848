import { newGuest } from "@/lib/auth/actor";
import { isHttps } from "@/lib/auth/session-token";
import { guestLogin } from "@/lib/contract/sign-in";
import { browserActor } from "@/lib/http/arrival";
import { methods, route } from "@/lib/http/route";
import { meOf } from "@/lib/services/me";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "public",
      summary:
        "Who the browser is, else a new guest: in its cookie, and for a program, which keeps none, as access_token in the answer too.",
      answer: guestLogin,
    },
    async ({ services, request: { headers } }) => {
      const known = await browserActor(services, headers);
      if (known) return meOf(services, known);
      const guest = newGuest();
      const token = await services.tokens.issue(guest);
      const isBrowser = headers.has("origin") || headers.has("sec-fetch-site");
      const data = { ...(await meOf(services, guest)), ...(isBrowser ? {} : { access_token: token }) };
      const cookie = services.tokens.cookie(token, isHttps(headers));
      return Response.json(
        { success: true, data },
        { headers: { "Set-Cookie": cookie, "Cache-Control": "no-store" } },
      );
    },
  ),
});
