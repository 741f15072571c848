import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { newGuest } from "@/lib/auth/actor";
import { isHttps, SESSION_COOKIE } from "@/lib/auth/session-token";
import type { StoredSettings } from "@/lib/contract/user-settings";
import { pagePolicy } from "@/lib/http/content-security-policy";
import { getServices } from "@/lib/services";

const POLICY = "Content-Security-Policy";

/** Pages give a browser its guest session and leave with their policy; `/` asked for JSON is the API's root. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const accept = request.headers.get("accept") ?? "";
  if (request.nextUrl.pathname === "/" && /\bjson\b/.test(accept) && !/\bhtml\b/.test(accept)) {
    return NextResponse.rewrite(new URL("/api", request.url));
  }
  const { tokens, userSettings } = await getServices();
  const cookie = request.cookies.get(SESSION_COOKIE)?.value;
  const session = cookie ? await tokens.read(cookie) : null;
  const choices = session ? choicesOf(await userSettings.of(session.actor)) : [];
  const stale = choices.filter(([name, value]) => request.cookies.get(name)?.value !== value);
  for (const [name, value] of stale) request.cookies.set(name, value);
  const response = withPolicy(request);
  for (const [name, value] of stale) response.cookies.set(name, value, CHOICE);
  if (session) return response;
  const token = await tokens.issue(newGuest());
  response.headers.append("Set-Cookie", tokens.cookie(token, isHttps(request.headers)));
  return response;
}

/** As the browser itself writes what is chosen on a page. */
const CHOICE = { path: "/", maxAge: 365 * 24 * 3600, sameSite: "lax" } as const;

/** What a person has set goes before what this browser remembers: the page is drawn with it. */
function choicesOf({ language, theme }: StoredSettings): (readonly [name: string, value: string])[] {
  const chosen = { locale: language, mood: theme };
  return Object.entries(chosen).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
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
