import "server-only";
import { AppError } from "@/lib/contract/app-error";
import { type Actor, ANONYMOUS, newGuest, seenFrom } from "./actor";
import { isHttps, SESSION_COOKIE, type Session, type SessionTokens } from "./session-token";

export interface Identity {
  /** Null: a browser that only reads and has no session yet; it sees what is public. */
  actor: Actor | null;
  /** Set when this request made a guest. */
  setCookie: string | null;
}

export interface IdentityOptions {
  tokens: SessionTokens;
  /** Whose API key a bearer token is; null where it is none. */
  readKey?: (token: string) => Promise<Actor | null>;
  allowAnonymousApi: boolean;
  isWrite: boolean;
}

/**
 * Who is calling (contract, "Who is calling"): a session cookie, or a session or API key as bearer token; else a browser's write makes
 * a guest; else, where it is allowed, the principal `anonymous`.
 * Throws FORBIDDEN for somebody who is blocked, UNAUTHENTICATED for a token that is not good and for a nameless request where none is allowed.
 */
export async function identify(headers: Headers, options: IdentityOptions): Promise<Identity> {
  const { actor, setCookie } = await whoever(headers, options);
  const address = headers.get("x-peer-address");
  return { actor: actor && address ? seenFrom(actor, address) : actor, setCookie };
}

async function whoever(headers: Headers, options: IdentityOptions): Promise<Identity> {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (bearer) {
    const actor = (await options.readKey?.(bearer)) ?? actorOf(await options.tokens.read(bearer));
    if (!actor) throw new AppError("UNAUTHENTICATED");
    return { actor, setCookie: null };
  }
  const cookie = readCookie(headers.get("cookie"), SESSION_COOKIE);
  const known = cookie ? actorOf(await options.tokens.read(cookie)) : null;
  if (known) return { actor: known, setCookie: null };

  const isBrowser = headers.has("origin") || headers.has("sec-fetch-site");
  if (isBrowser || cookie) {
    if (!options.isWrite) return { actor: null, setCookie: null };
    const guest = newGuest();
    const token = await options.tokens.issue(guest);
    return { actor: guest, setCookie: options.tokens.cookie(token, isHttps(headers)) };
  }
  if (!options.allowAnonymousApi) throw new AppError("UNAUTHENTICATED");
  return { actor: ANONYMOUS, setCookie: null };
}

function actorOf(session: Session | null): Actor | null {
  if (session?.isBlocked) throw new AppError("FORBIDDEN", { key: "account_blocked" });
  return session?.actor ?? null;
}

export function readCookie(header: string | null, name: string): string | undefined {
  return header
    ?.split(";")
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}
