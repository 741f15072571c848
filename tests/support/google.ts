import { GOOGLE_CLIENT, type GooglePerson, type GoogleSimulator } from "../engines/google";
import type { Answer, TestClient } from "./client";

/** Settings under which a server signs people in with the simulator. */
export const googleSettings = ({ url }: GoogleSimulator) => ({
  GOOGLE_CLIENT_ID: GOOGLE_CLIENT.id,
  GOOGLE_CLIENT_SECRET: GOOGLE_CLIENT.secret,
  GOOGLE_ISSUER_URL: url,
});

/** As a browser goes to Google: the address it is sent back to, not yet asked for. */
export async function throughGoogle(
  client: TestClient,
  google: GoogleSimulator,
  person: GooglePerson | "deny",
  to = "",
): Promise<string> {
  google.person = person;
  const left = await client.get(`/api/auth/google/login${to && `?to=${encodeURIComponent(to)}`}`);
  const page = await fetch(String(left.headers.location), { redirect: "manual" });
  const back = new URL(page.headers.get("location") ?? "");
  return `${back.pathname}${back.search}`;
}

/** The whole way; the answer is the server's, to whom Google has sent the browser back. */
export async function signInWithGoogle(
  client: TestClient,
  google: GoogleSimulator,
  person: GooglePerson | "deny",
  to = "",
): Promise<Answer> {
  return client.get(await throughGoogle(client, google, person, to));
}
