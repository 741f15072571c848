import "server-only";
import { Auth, type AuthConfig, customFetch, raw, skipCSRFCheck } from "@auth/core";
import Google from "@auth/core/providers/google";
import { z } from "zod";
import { CodeExchange } from "./code-exchange";
import { readCookie } from "./identify";
import { localPath } from "./local-path";

/** Why nobody was signed in; what the sign-in page says. */
export type GoogleFailure =
  | "google_denied"
  | "google_expired"
  | "google_unreachable"
  | "google_unverified"
  | "google_failed";

export class GoogleSignInError extends Error {
  override readonly name = "GoogleSignInError";
  constructor(
    readonly reason: GoogleFailure,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}

/** What Google's identity token says of a person. */
const claims = z.object({
  sub: z.string().min(1).max(255),
  email: z.email().max(320),
  email_verified: z.union([z.boolean(), z.stringbool()]),
  name: z.string().max(200).nullish().catch(null),
  picture: z
    .url({ protocol: /^https$/ })
    .max(2000)
    .nullish()
    .catch(null),
});

export interface GoogleProfile {
  /** Google's own id of the person. */
  sub: string;
  /** Proven, in lower case. */
  email: string;
  name: string | null;
  picture: string | null;
}

export interface GoogleOptions {
  clientId: string;
  clientSecret: string;
  /** An issuer with Google's paths, in its place; undefined: Google. */
  issuer: string | undefined;
  /** Seals the cookies of the way there and back. */
  secret: string;
}

const BASE_PATH = "/api/auth";
/** Where Google sends people back to; registered there. */
const RETURN_PATH = `${BASE_PATH}/google/callback`;
/** Short: the way back is a page of Google's and two clicks. */
const MAX_AGE_SECONDS = 15 * 60;
const CHECKS = { state: "sign_in_state", pkceCodeVerifier: "sign_in_pkce", nonce: "sign_in_nonce" };
const RETURN_COOKIE = "sign_in_return";

/**
 * Where to send the browser to sign in, and the cookies it takes along: the other halves of `state`, `nonce` and the
 * PKCE challenge, and where the person came from.
 */
export async function departToGoogle(
  origin: string,
  returnTo: string,
  options: GoogleOptions,
): Promise<{ location: string; setCookies: string[] }> {
  const request = new Request(`${origin}${BASE_PATH}/signin/google`, { method: "POST" });
  const config = configOf(origin, options, new CodeExchange());
  const { redirect, cookies = [] } = await Auth(request, config);
  if (!redirect) throw new Error("next-auth named no address");
  const names = Object.values(CHECKS);
  const checks = cookies.filter(({ name }) => names.includes(name));
  return {
    location: redirect,
    setCookies: [...checks, { name: RETURN_COOKIE, value: localPath(returnTo) }].map(({ name, value }) =>
      setCookie(origin, name, value, MAX_AGE_SECONDS),
    ),
  };
}

/**
 * Who came back, and where they want to go. Rejects with GoogleSignInError. Either way the cookies of the way are used
 * up (`usedUpCookies`).
 */
export async function returnFromGoogle(
  origin: string,
  request: Request,
  options: GoogleOptions,
): Promise<{ profile: GoogleProfile; returnTo: string }> {
  const query = new URL(request.url).searchParams;
  const exchange = new CodeExchange();
  let told: unknown;
  const config = configOf(origin, options, exchange, (profile) => {
    told = profile;
  });
  const cookie = request.headers.get("cookie") ?? "";
  const address = `${origin}${BASE_PATH}/callback/google?${query}`;
  await Auth(new Request(address, { headers: { cookie } }), config).catch((cause: unknown) => {
    throw new GoogleSignInError(reasonOf(query, exchange), { cause });
  });
  const person = claims.safeParse(told);
  if (!person.success) throw new GoogleSignInError("google_failed", { cause: person.error });
  const { sub, email, email_verified: isVerified, name, picture } = person.data;
  if (!isVerified) throw new GoogleSignInError("google_unverified");
  // Read leniently: what is no address of ours leads to the lobby.
  const returnTo = new URLSearchParams(`to=${readCookie(cookie, RETURN_COOKIE) ?? ""}`).get("to");
  return {
    profile: { sub, email: email.toLowerCase(), name: name ?? null, picture: picture ?? null },
    returnTo: localPath(returnTo),
  };
}

/** Takes the flow's cookies away. */
export function usedUpCookies(origin: string): string[] {
  return [...Object.values(CHECKS), RETURN_COOKIE].map((name) => setCookie(origin, name, "", 0));
}

function reasonOf(query: URLSearchParams, exchange: CodeExchange): GoogleFailure {
  if (query.get("error") === "access_denied") return "google_denied";
  if (exchange.outcome === "unreachable") return "google_unreachable";
  // Nobody was asked where state or PKCE did not fit: they ran out, were used before, or are another browser's.
  if (exchange.outcome === "not asked" || exchange.outcome === "code refused") return "google_expired";
  return "google_failed";
}

/** next-auth speaks the protocol and judges what comes back; who becomes whose session is decided elsewhere. */
function configOf(
  origin: string,
  { clientId, clientSecret, issuer, secret }: GoogleOptions,
  exchange: CodeExchange,
  onProfile: (profile: unknown) => void = () => {},
) {
  const redirectUri = `${origin}${RETURN_PATH}`;
  const cookie = (name: string) => ({ name });
  return {
    basePath: BASE_PATH,
    secret,
    trustHost: true,
    raw,
    // The start is a link of ours, and `state` guards the way back.
    skipCSRFCheck,
    logger: { error: () => {}, warn: () => {}, debug: () => {} },
    cookies: {
      state: cookie(CHECKS.state),
      pkceCodeVerifier: cookie(CHECKS.pkceCodeVerifier),
      nonce: cookie(CHECKS.nonce),
    },
    providers: [
      Google({
        clientId,
        clientSecret,
        issuer: issuer ?? "https://accounts.google.com",
        // Named, so that no sign-in begins with a request for Google's own list of them.
        authorization: {
          url: `${issuer ?? "https://accounts.google.com"}/o/oauth2/v2/auth`,
          params: { scope: "openid email profile", prompt: "select_account", redirect_uri: redirectUri },
        },
        token: `${issuer ?? "https://oauth2.googleapis.com"}/token`,
        userinfo: `${issuer ?? "https://openidconnect.googleapis.com"}/v1/userinfo`,
        checks: ["pkce", "state", "nonce"],
        [customFetch]: exchange.fetchFor(redirectUri),
      }),
    ],
    callbacks: {
      signIn({ profile }) {
        onProfile(profile);
        // Ends next-auth's part: an address in place of a yes.
        return "/";
      },
    },
  } satisfies AuthConfig & { raw: typeof raw };
}

function setCookie(origin: string, name: string, value: string, maxAge: number): string {
  const secure = origin.startsWith("https:") ? "; Secure" : "";
  const attributes = `Path=${BASE_PATH}; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure}`;
  return `${name}=${encodeURIComponent(value)}; ${attributes}`;
}
