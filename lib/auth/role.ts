import "server-only";
import type { Database } from "@/db/client";
import { findUser, type User } from "@/db/queries/users";
import type { Actor } from "./actor";

/** What says who is an admin: the database, and ADMIN_EMAILS. */
export interface RoleSource {
  db: Database;
  settings: { adminEmails: readonly string[] };
}

/** Whether the actor is an admin now: read from the database each time. */
export async function isAdmin({ db, settings }: RoleSource, actor: Actor | null): Promise<boolean> {
  const user = actor && (await findUser(db, actor.id));
  return user !== null && isAdminUser(user, settings.adminEmails);
}

/** An admin by role, or by a proven address of ADMIN_EMAILS for as long as it is listed there. */
export function isAdminUser(
  { role, email, emailVerified }: Pick<User, "role" | "email" | "emailVerified">,
  adminEmails: readonly string[],
): boolean {
  return role === "admin" || (emailVerified !== null && adminEmails.includes(email ?? ""));
}
