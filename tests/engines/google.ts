import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody, SocketServer, send } from "./socket-server";

/** Somebody with a Google account. */
export interface GooglePerson {
  sub: string;
  email: string;
  email_verified: boolean;
  name: string;
  picture?: string;
}

export const MINA: GooglePerson = {
  sub: "110169484474386276334",
  email: "mina@gmail.example",
  email_verified: true,
  name: "김미나",
};

/** Google's sign-in with real sockets: an authorisation page, codes good for one exchange, signed identity tokens. */
export interface GoogleSimulator {
  readonly url: string;
  /** Who sits before the page; `deny` presses "Cancel" there. */
  person: GooglePerson | "deny";
  /** What the token address does: exchanges, knows no code any more, fails, or is not there (`down`). */
  behave(how: "well" | "expired" | "failing" | "down"): Promise<void>;
  /** Every request, as `GET /path`. */
  readonly requests: string[];
  close(): Promise<void>;
}

export const GOOGLE_CLIENT = { id: "forge.apps.googleusercontent.example", secret: "GOCSPX-a-client-secret" };

/** What was asked for on the page, kept with its code. */
interface Grant {
  person: GooglePerson;
  redirectUri: string;
  challenge: string;
  nonce: string | null;
}

export async function startGoogle(port = 0): Promise<GoogleSimulator> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const grants = new Map<string, Grant>();
  const requests: string[] = [];
  let how: "well" | "expired" | "failing" | "down" = "well";
  const server: SocketServer = new SocketServer(async (request, response) => {
    const url = new URL(request.url ?? "/", server.url);
    requests.push(`${request.method} ${url.pathname}`);
    if (url.pathname === "/o/oauth2/v2/auth") return authorise(url.searchParams, response);
    if (url.pathname === "/token" && request.method === "POST") return exchange(request, response);
    send(response, 404, { error: "not_found" });
  });
  const simulator: GoogleSimulator = {
    get url() {
      return server.url;
    },
    person: MINA,
    requests,
    async behave(next) {
      how = next;
      if (next === "down") await server.stop();
      else await server.start();
    },
    close: () => server.stop(),
  };

  /** The page decides at once: who sits there presses the button. */
  function authorise(query: URLSearchParams, response: ServerResponse): void {
    const redirectUri = query.get("redirect_uri") ?? "";
    const wrong = [
      query.get("client_id") !== GOOGLE_CLIENT.id && "invalid_client",
      !redirectUri.endsWith("/api/auth/google/callback") && "redirect_uri_mismatch",
      query.get("response_type") !== "code" && "unsupported_response_type",
      !(query.get("scope") ?? "").split(" ").includes("openid") && "invalid_scope",
      query.get("code_challenge_method") !== "S256" && "invalid_request",
    ].find(Boolean);
    // Nobody is sent back to an address that is not registered, nor with a request that cannot be.
    if (wrong) {
      send(response, 400, { error: wrong });
      return;
    }
    const back = new URL(redirectUri);
    const state = query.get("state");
    if (state) back.searchParams.set("state", state);
    if (simulator.person === "deny") back.searchParams.set("error", "access_denied");
    else {
      const code = `4/0A${randomBytes(24).toString("base64url")}`;
      grants.set(code, {
        person: simulator.person,
        redirectUri,
        challenge: query.get("code_challenge") ?? "",
        nonce: query.get("nonce"),
      });
      back.searchParams.set("code", code);
      back.searchParams.set("scope", "email profile openid");
      back.searchParams.set("authuser", "0");
    }
    response.writeHead(302, { location: back.href }).end();
  }

  async function exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = new URLSearchParams(await readBody(request));
    if (how === "failing") return send(response, 503, { error: "backend_error" });
    if (!isClient(request, body)) {
      return send(response, 401, { error: "invalid_client", error_description: "Unauthorized" });
    }
    const code = body.get("code") ?? "";
    const grant = grants.get(code);
    grants.delete(code);
    const verifier = body.get("code_verifier") ?? "";
    const isGood =
      how === "well" &&
      body.get("grant_type") === "authorization_code" &&
      grant?.redirectUri === body.get("redirect_uri") &&
      grant?.challenge === createHash("sha256").update(verifier).digest("base64url");
    if (!grant || !isGood) {
      return send(response, 400, { error: "invalid_grant", error_description: "Bad Request" });
    }
    send(response, 200, {
      access_token: `ya29.${randomBytes(24).toString("base64url")}`,
      expires_in: 3599,
      scope: "openid https://www.googleapis.com/auth/userinfo.email",
      token_type: "Bearer",
      id_token: identityOf(grant),
    });
  }

  function identityOf({ person, nonce }: Grant): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: server.url,
      azp: GOOGLE_CLIENT.id,
      aud: GOOGLE_CLIENT.id,
      ...person,
      ...(nonce ? { nonce } : {}),
      iat: now,
      exp: now + 3600,
    };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const signed = `${part({ alg: "RS256", kid: "1", typ: "JWT" })}.${part(claims)}`;
    return `${signed}.${createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url")}`;
  }

  await server.start(port);
  return simulator;
}

/** As Google takes it: in the header or in the body. */
function isClient(request: IncomingMessage, body: URLSearchParams): boolean {
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const [id = "", secret = ""] = Buffer.from(basic, "base64")
    .toString("utf8")
    .split(":")
    .map(decodeURIComponent);
  const given = basic ? { id, secret } : { id: body.get("client_id"), secret: body.get("client_secret") };
  return given.id === GOOGLE_CLIENT.id && given.secret === GOOGLE_CLIENT.secret;
}
