import { randomBytes, randomUUID } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { isHttps, SESSION_COOKIE } from "@/lib/auth/session-token";
import { pagePolicy } from "@/lib/http/content-security-policy";
import { getServices } from "@/lib/services";

const POLICY = "Content-Security-Policy";

/** Pages give a browser its guest session and leave with their policy; `/` asked for JSON is the API's root. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const accept = request.headers.get("accept") ?? "";
  if (request.nextUrl.pathname === "/" && /\bjson\b/.test(accept) && !/\bhtml\b/.test(accept)) {
    return NextResponse.rewrite(new URL("/api", request.url));
  }
  const response = withPolicy(request);
  const { tokens } = await getServices();
  const cookie = request.cookies.get(SESSION_COOKIE)?.value;
  if (cookie && (await tokens.read(cookie))) return response;
  const token = await tokens.issue({ id: randomUUID(), kind: "guest" });
  response.headers.append("Set-Cookie", tokens.cookie(token, isHttps(request.headers)));
  return response;
}

/** Next reads the nonce for the scripts it writes from the request's own header of that name. */
function withPolicy(request: NextRequest): NextResponse {
  const policy = pagePolicy(randomBytes(16).toString("base64"), process.env.NODE_ENV === "development");
  const headers = new Headers(request.headers);
  headers.set(POLICY, policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set(POLICY, policy);
  return response;
}

// Everything but the API and files: the id of a play may hold a dot, so a path's ending tells nothing.
export const config = {
  matcher: [
    "/((?!(?:api|v1|mnt|_next|portraits|worklets)/|(?:api|metrics|offline|service-worker\\.js|icon\\.svg|favicon\\.ico|manifest\\.webmanifest)$).*)",
  ],
};
