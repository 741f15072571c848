import "server-only";
import { DrizzleAdapter } from "@auth/drizzle-adapter";
import { and, eq, ne } from "drizzle-orm";
import type { Database } from "../client";
import { accounts, users } from "../schema";
import { addUser, findUser, type User, type Writing } from "./users";

/** Who somebody is elsewhere; the address is proven there. */
export interface ForeignAccount {
  provider: string;
  providerAccountId: string;
  email: string;
  name: string | null;
  image: string | null;
}

/** Whose account elsewhere this is; null: nobody's here yet. */
export async function findUserByAccount(
  db: Database,
  account: Pick<ForeignAccount, "provider" | "providerAccountId">,
): Promise<User | null> {
  const found = await DrizzleAdapter(db, { usersTable: users, accountsTable: accounts }).getUserByAccount?.(
    account,
  );
  return found ? findUser(db, found.id) : null;
}

/**
 * Makes a person an account they sign in to with what they are elsewhere: the guest of this id, with everything they
 * have, or somebody new. Their sessions so far are void; returns the epoch of those to come.
 */
export async function addAccount(
  db: Database,
  id: string,
  { provider, providerAccountId, ...person }: ForeignAccount,
  now: number,
): Promise<number> {
  return db.transaction((tx) => {
    addUser(tx, { id, kind: "guest" }, now);
    const epoch = becomeAccount(tx, id);
    setPerson(tx, id, person, now);
    tx.insert(accounts).values({ userId: id, type: "oidc", provider, providerAccountId }).run();
    return epoch;
  });
}

/** The row of a guest as an account's. Returns the epoch of its sessions to come. */
export function becomeAccount(tx: Writing, id: string): number {
  const guest = tx.select({ epoch: users.sessionEpoch }).from(users).where(eq(users.id, id)).get();
  const epoch = (guest?.epoch ?? 0) + 1;
  tx.update(users).set({ kind: "account", sessionEpoch: epoch }).where(eq(users.id, id)).run();
  return epoch;
}

/** What is said of the person elsewhere may have changed since. */
export async function refreshPerson(
  db: Database,
  id: string,
  person: Pick<ForeignAccount, "email" | "name" | "image">,
  now: number,
): Promise<void> {
  db.transaction((tx) => setPerson(tx, id, person, now));
}

function setPerson(
  tx: Writing,
  id: string,
  person: Pick<ForeignAccount, "email" | "name" | "image">,
  now: number,
): void {
  // An address that was given to somebody else is theirs now.
  tx.update(users)
    .set({ email: null, emailVerified: null })
    .where(and(eq(users.email, person.email), ne(users.id, id)))
    .run();
  tx.update(users)
    .set({ ...person, emailVerified: new Date(now) })
    .where(eq(users.id, id))
    .run();
}

/** With what the person signs in; null: with nothing, a guest. */
export async function providerOf(db: Database, id: string): Promise<string | null> {
  const account = db
    .select({ provider: accounts.provider })
    .from(accounts)
    .where(eq(accounts.userId, id))
    .get();
  return account?.provider ?? null;
}
