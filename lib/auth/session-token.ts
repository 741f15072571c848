import "server-only";
import { decode, encode } from "next-auth/jwt";
import type { Actor } from "./actor";

/** The session cookie's name; its value is accepted as a bearer token too. */
export const SESSION_COOKIE = "access_token";

const MAX_AGE_SECONDS = 365 * 24 * 3600;
const KEPT_IN_MEMORY = 2000;

export interface SessionTokens {
  issue(actor: Actor): Promise<string>;
  /** Null for a token that is not ours, or has run out. */
  read(token: string): Promise<Actor | null>;
  /** The `Set-Cookie` value that makes this the browser's session. */
  cookie(token: string, isHttps: boolean): string;
  /** The `Set-Cookie` value that ends the browser's session. */
  noCookie(isHttps: boolean): string;
}

/** Whether the caller's own connection is encrypted, as far as the edge believes it. */
export function isHttps(headers: Headers): boolean {
  return headers.get("x-forwarded-proto") === "https";
}

/** Sessions as next-auth's own encrypted tokens, so that the accounts to come read the same cookie. */
export function createSessionTokens(secret: string): SessionTokens {
  const salt = SESSION_COOKIE;
  // Deriving the key costs more than the rest of a small request: what was read once is remembered.
  const known = new Map<string, { actor: Actor; expiresAt: number }>();

  return {
    issue: (actor) =>
      encode({ secret, salt, maxAge: MAX_AGE_SECONDS, token: { sub: actor.id, kind: actor.kind } }),

    async read(token) {
      const remembered = known.get(token);
      if (remembered) return remembered.expiresAt > Date.now() ? remembered.actor : null;
      if (token.length > 4096) return null;
      const payload = await decode({ secret, salt, token }).catch(() => null);
      if (!payload?.sub || (payload.kind !== "guest" && payload.kind !== "account")) return null;
      const actor: Actor = { id: payload.sub, kind: payload.kind };
      if (known.size >= KEPT_IN_MEMORY) known.clear();
      known.set(token, { actor, expiresAt: (payload.exp ?? 0) * 1000 });
      return actor;
    },

    cookie: (token, isHttps) => setCookie(token, MAX_AGE_SECONDS, isHttps),
    noCookie: (isHttps) => setCookie("", 0, isHttps),
  };
}

function setCookie(value: string, maxAge: number, isHttps: boolean): string {
  const secure = isHttps ? "; Secure" : "";
  return `${SESSION_COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure}`;
}
