import "server-only";
import { claimOwnership, hasAdmin } from "@/db/queries/users";
import type { Actor } from "./actor";
import type { RoleSource } from "./role";

interface Listening {
  bindAddress: string;
  publicUrl: string;
  trustProxy: number;
}

/**
 * Whether a request comes from a page open on the server's own machine. A proxy beside the server looks like one, so
 * nothing may speak of a proxy: the server listens on loopback, under no other name, and is asked as what it is.
 */
export function mayClaimFrom(headers: Headers, { bindAddress, publicUrl, trustProxy }: Listening): boolean {
  const host = headers.get("host") ?? "";
  const origin = headers.get("origin");
  return (
    trustProxy === 0 &&
    !headers.has("x-through-proxy") &&
    isLoopback(bindAddress) &&
    isLoopback(new URL(publicUrl).hostname) &&
    isLoopback(headers.get("x-peer-address") ?? "") &&
    isLoopback(hostnameOf(host)) &&
    (origin === null || origin === `http://${host}` || origin === `https://${host}`)
  );
}

/** Whether there is anything to claim for this request. */
export async function isClaimable(
  source: RoleSource & { settings: Listening },
  headers: Headers,
): Promise<boolean> {
  if (!mayClaimFrom(headers, source.settings)) return false;
  return !(await hasAdmin(source.db, source.settings.adminEmails));
}

/** The first to come is the owner; false where there is one, or for the principal that is nobody. */
export async function claimServer(
  { db, settings }: RoleSource,
  { id, kind }: Actor,
  now: number,
): Promise<boolean> {
  return kind !== "anonymous" && claimOwnership(db, { id, kind }, settings.adminEmails, now);
}

const hostnameOf = (host: string) =>
  URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : "";

function isLoopback(name: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?|::ffff:127(\.\d{1,3}){3})$/i.test(name);
}
