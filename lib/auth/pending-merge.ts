import "server-only";
import { decode, encode } from "next-auth/jwt";
import { readCookie } from "./identify";

const COOKIE = "pending_merge";
const MAX_AGE_SECONDS = 15 * 60;

/** An account somebody has proved to be theirs while they were a guest who has things; they have yet to say what becomes of those. */
export interface PendingMerge {
  guestId: string;
  accountId: string;
}

/** The `Set-Cookie` value that lets this browser decide for a quarter of an hour. */
export async function pendingMergeCookie(
  secret: string,
  { guestId, accountId }: PendingMerge,
  isHttps: boolean,
): Promise<string> {
  const token = { sub: accountId, guest: guestId };
  return setCookie(
    await encode({ secret, salt: COOKIE, maxAge: MAX_AGE_SECONDS, token }),
    MAX_AGE_SECONDS,
    isHttps,
  );
}

/** Null where nothing is to be decided any more. */
export async function readPendingMerge(secret: string, headers: Headers): Promise<PendingMerge | null> {
  const token = readCookie(headers.get("cookie"), COOKIE);
  const payload = token ? await decode({ secret, salt: COOKIE, token }).catch(() => null) : null;
  if (!payload?.sub || typeof payload.guest !== "string") return null;
  return { accountId: payload.sub, guestId: payload.guest };
}

export function noPendingMergeCookie(isHttps: boolean): string {
  return setCookie("", 0, isHttps);
}

function setCookie(value: string, maxAge: number, isHttps: boolean): string {
  const secure = isHttps ? "; Secure" : "";
  return `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure}`;
}
