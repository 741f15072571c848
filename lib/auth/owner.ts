import "server-only";
import { createHash, randomBytes } from "node:crypto";
import type { Database } from "@/db/client";
import { hasAdmin, insertOwnerLink, redeemOwnerLink } from "@/db/queries/users";
import type { Actor } from "./actor";
import type { RoleSource } from "./role";

const LINK_LIFETIME_MS = 15 * 60_000;

const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");

/** A new one-time link that makes its opener the owner; good for 15 minutes. The token is in the fragment: no log sees it. */
export async function issueOwnerLink(db: Database, origin: string, now: number): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await insertOwnerLink(db, { tokenHash: hashOf(token), expiresAt: now + LINK_LIFETIME_MS }, now);
  return `${origin}/sign-in/owner#${token}`;
}

/** The link to print at start: none once there is an admin. */
export async function firstOwnerLink(
  { db, settings }: RoleSource,
  origin: string,
  now: number,
): Promise<string | null> {
  return (await hasAdmin(db, settings.adminEmails)) ? null : issueOwnerLink(db, origin, now);
}

/** Makes the actor an admin if the token is a good link's; false when it was used or has run out. */
export function becomeOwner(db: Database, actor: Actor, token: string, now: number): Promise<boolean> {
  return redeemOwnerLink(db, { tokenHash: hashOf(token), userId: actor.id, kind: actor.kind }, now);
}
