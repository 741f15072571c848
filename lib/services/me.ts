import "server-only";
import { providerOf } from "@/db/queries/sign-in";
import { findUser } from "@/db/queries/users";
import type { Actor } from "@/lib/auth/actor";
import { isAdminUser, type RoleSource } from "@/lib/auth/role";
import type { Me } from "@/lib/contract/accounts";

/** Who the actor is, as they themselves see it. */
export async function meOf({ db, settings }: RoleSource, actor: Actor): Promise<Me> {
  const user = await findUser(db, actor.id);
  const isGuest = actor.kind !== "account";
  return {
    id: actor.id,
    email: user?.email ?? null,
    username: user?.name ?? "guest",
    picture: user?.image ?? null,
    provider: isGuest ? "guest" : (await providerOf(db, actor.id)) === "google" ? "google" : "password",
    is_admin: user !== null && isAdminUser(user, settings.adminEmails),
    is_guest: isGuest,
  };
}
