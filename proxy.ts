import { randomUUID } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { SESSION_COOKIE } from "@/lib/auth/session-token";
import { getServices } from "@/lib/services";

/** Pages give a browser its guest session; `/` asked for JSON is the API's root. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const accept = request.headers.get("accept") ?? "";
  if (request.nextUrl.pathname === "/" && /\bjson\b/.test(accept) && !/\bhtml\b/.test(accept)) {
    return NextResponse.rewrite(new URL("/api", request.url));
  }
  const response = NextResponse.next();
  const { tokens } = await getServices();
  const cookie = request.cookies.get(SESSION_COOKIE)?.value;
  if (cookie && (await tokens.read(cookie))) return response;
  const token = await tokens.issue({ id: randomUUID(), kind: "guest" });
  const isHttps = request.headers.get("x-forwarded-proto") === "https";
  response.headers.append("Set-Cookie", tokens.cookie(token, isHttps));
  return response;
}

export const config = {
  matcher: ["/((?!api|v1|metrics|_next|portraits|worklets|icon|favicon|manifest|.*\\.\\w+$).*)"],
};
