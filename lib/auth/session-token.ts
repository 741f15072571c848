import "server-only";
import { decode, encode } from "next-auth/jwt";
import { type Actor, authenticated } from "./actor";
import type { Standing } from "./standings";

/** The session cookie's name; its value is accepted as a bearer token too. */
export const SESSION_COOKIE = "access_token";

const MAX_AGE_SECONDS = 365 * 24 * 3600;
const KEPT_IN_MEMORY = 2000;

export interface Session {
  actor: Actor;
  /** May do nothing but sign out. */
  isBlocked: boolean;
}

export interface SessionTokens {
  issue(actor: Actor): Promise<string>;
  /** Null for a token that is not ours, has run out, or was made void. */
  read(token: string): Promise<Session | null>;
  /** The `Set-Cookie` value that makes this the browser's session. */
  cookie(token: string, isHttps: boolean): string;
  /** The `Set-Cookie` value that ends the browser's session. */
  noCookie(isHttps: boolean): string;
}

/** What a token says. */
interface IssuedSession {
  actor: Actor;
  epoch: number;
  expiresAt: number;
}

/** Whether the caller's own connection is encrypted, as far as the edge believes it. */
export function isHttps(headers: Headers): boolean {
  return headers.get("x-forwarded-proto") === "https";
}

/**
 * Sessions as next-auth's own encrypted tokens.
 * @param standingOf asked at every reading: which of a person's sessions count, and whether they are blocked
 */
export function createSessionTokens(
  secret: string,
  standingOf: (id: string) => Standing = () => ({ epoch: 0, isBlocked: false }),
): SessionTokens {
  const salt = SESSION_COOKIE;
  // Deriving the key costs more than the rest of a small request: what was read once is remembered.
  const known = new Map<string, IssuedSession>();
  const remember = (token: string, session: IssuedSession) => {
    const [oldest] = known.keys();
    if (oldest !== undefined && known.size >= KEPT_IN_MEMORY) known.delete(oldest);
    known.set(token, session);
  };
  const judged = ({ actor, epoch, expiresAt }: IssuedSession): Session | null => {
    const standing = standingOf(actor.id);
    if (expiresAt <= Date.now() || epoch < standing.epoch) return null;
    return { actor, isBlocked: standing.isBlocked };
  };

  return {
    async issue(actor) {
      const { id, kind } = actor;
      const { epoch } = standingOf(id);
      const issuedAt = Date.now();
      const token = await encode({ secret, salt, maxAge: MAX_AGE_SECONDS, token: { sub: id, kind, epoch } });
      // Whoever gets it comes back with it at once.
      remember(token, {
        actor: authenticated({ id, kind }),
        epoch,
        expiresAt: issuedAt + MAX_AGE_SECONDS * 1000,
      });
      return token;
    },

    async read(token) {
      const remembered = known.get(token);
      if (remembered) return judged(remembered);
      if (token.length > 4096) return null;
      const payload = await decode({ secret, salt, token }).catch(() => null);
      if (!payload?.sub || (payload.kind !== "guest" && payload.kind !== "account")) return null;
      const session: IssuedSession = {
        actor: authenticated({ id: payload.sub, kind: payload.kind }),
        epoch: typeof payload.epoch === "number" ? payload.epoch : 0,
        expiresAt: (payload.exp ?? 0) * 1000,
      };
      remember(token, session);
      return judged(session);
    },

    cookie: (token, isHttps) => setCookie(token, MAX_AGE_SECONDS, isHttps),
    noCookie: (isHttps) => setCookie("", 0, isHttps),
  };
}

function setCookie(value: string, maxAge: number, isHttps: boolean): string {
  const secure = isHttps ? "; Secure" : "";
  return `${SESSION_COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure}`;
}
