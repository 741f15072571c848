import "server-only";
import { type Actor, seenFrom } from "@/lib/auth/actor";
import { readCookie } from "@/lib/auth/identify";
import { pendingMergeCookie } from "@/lib/auth/pending-merge";
import { isHttps, SESSION_COOKIE } from "@/lib/auth/session-token";
import { AppError } from "@/lib/contract/app-error";
import type { Services } from "@/lib/services";
import type { Arrival } from "@/lib/services/sign-in";

/** Who this browser is by its cookie alone. FORBIDDEN for somebody who is blocked. */
export async function browserActor({ tokens }: Services, headers: Headers): Promise<Actor | null> {
  const cookie = readCookie(headers.get("cookie"), SESSION_COOKIE);
  const session = cookie ? await tokens.read(cookie) : null;
  if (session?.isBlocked) throw new AppError("FORBIDDEN", { key: "account_blocked" });
  const address = headers.get("x-peer-address");
  return session && seenFrom(session.actor, address);
}

/** The cookie with which a browser leaves that has signed in, or has to decide first. */
export async function arrivalCookie(
  { tokens, secret }: Services,
  arrival: Arrival,
  headers: Headers,
): Promise<string> {
  if ("pending" in arrival) return pendingMergeCookie(secret, arrival.pending, isHttps(headers));
  return tokens.cookie(await tokens.issue(arrival.actor), isHttps(headers));
}

/** To another page, with these cookies. */
export function seeOther(location: string, setCookies: readonly string[] = []): Response {
  const headers = new Headers({ Location: location, "Cache-Control": "no-store" });
  for (const cookie of setCookies) headers.append("Set-Cookie", cookie);
  return new Response(null, { status: 303, headers });
}

/** Whether the answer is for a program: JSON is asked for, and no page. */
export function wantsJson(headers: Headers): boolean {
  const accept = headers.get("accept") ?? "";
  return /\bjson\b/.test(accept) && !/\bhtml\b/.test(accept);
}

/** The answer of whoever signs in without leaving the page. */
export async function arrivalAnswer(
  services: Services,
  arrival: Arrival,
  headers: Headers,
): Promise<Response> {
  const isPending = "pending" in arrival;
  return Response.json(
    { success: true, data: { signed_in: !isPending, decision_needed: isPending } },
    {
      headers: {
        "Set-Cookie": await arrivalCookie(services, arrival, headers),
        "Cache-Control": "no-store",
      },
    },
  );
}
