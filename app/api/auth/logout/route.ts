import { isHttps } from "@/lib/auth/session-token";
import { methods, route } from "@/lib/http/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    {
      access: "public",
      summary: "This browser is nobody's any more.",
      answer: { status: 303, content: {}, description: "To the lobby." },
    },
    async ({ services, request }) => {
      const headers = {
        Location: "/",
        "Set-Cookie": services.tokens.noCookie(isHttps(request.headers)),
        "Cache-Control": "no-store",
      };
      return new Response(null, { status: 303, headers });
    },
  ),
});
