import { isHttps } from "@/lib/auth/session-token";
import { methods, route } from "@/lib/http/route";

/** POST /api/auth/logout — this browser is nobody's any more; 303 to the lobby. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ access: "public" }, async ({ services, request }) => {
    const headers = {
      Location: "/",
      "Set-Cookie": services.tokens.noCookie(isHttps(request.headers)),
      "Cache-Control": "no-store",
    };
    return new Response(null, { status: 303, headers });
  }),
});
