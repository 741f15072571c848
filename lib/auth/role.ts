import "server-only";
import type { Database } from "@/db/client";
import { findUser } from "@/db/queries/users";
import type { Actor } from "./actor";

/** Whether the actor is an admin now: read from the database each time. */
export async function isAdmin(db: Database, actor: Actor | null): Promise<boolean> {
  return actor !== null && (await findUser(db, actor.id))?.role === "admin";
}
