import "server-only";
import { randomUUID } from "node:crypto";
import {
  addPasswordAccount,
  findByLogin,
  findPassword,
  isRegistrationOpen,
  setPassword,
} from "@/db/queries/passwords";
import { findUser } from "@/db/queries/users";
import { RateLimit } from "@/lib/admission/rate-limit";
import { type Actor, authenticated } from "@/lib/auth/actor";
import { hashPassword, isPassword } from "@/lib/auth/password";
import { isAdmin, type RoleSource } from "@/lib/auth/role";
import type { Standings } from "@/lib/auth/standings";
import { AppError } from "@/lib/contract/app-error";
import type { Audit } from "./audit";
import type { Arrival, SignIn } from "./sign-in";

/** Tries in a minute for one name; ten times that from one address. */
const TRIES_PER_MINUTE = 6;

export interface Credentials {
  login: string;
  password: string;
}

export interface LocalAccountsOptions extends RoleSource {
  standings: Standings;
  signIn: SignIn;
  audit: Audit;
  now: () => number;
}

/** Accounts of this server's own: a name and a password. */
export class LocalAccounts {
  readonly #tries: RateLimit;
  readonly #toldOf: RateLimit;

  constructor(private readonly options: LocalAccountsOptions) {
    this.#tries = new RateLimit(TRIES_PER_MINUTE, options.now);
    this.#toldOf = new RateLimit(1, options.now);
  }

  /**
   * UNAUTHENTICATED for a wrong name or password, which are told apart by nothing, the time neither; RATE_LIMITED after
   * too many tries; FORBIDDEN where the account is blocked.
   */
  async enter(before: Actor | null, { login, password }: Credentials, address?: string): Promise<Arrival> {
    const name = loginKey(login);
    const failed = (reason: string, accountId?: string) =>
      this.options.audit.noteFailedSignIn({
        provider: "password",
        reason,
        address,
        ...(accountId === undefined ? {} : { accountId }),
      });
    try {
      this.#tries.spend({ personId: name, address });
    } catch (error) {
      // Once a minute tells it: the limit is not to be a way to fill the disk.
      if (this.#toldOf.isFree({ personId: name, address })) await failed("too_many_tries");
      throw error;
    }
    const found = await findByLogin(this.options.db, name);
    const isRight = await isPassword(password, found?.hash ?? null);
    if (!found || !isRight) {
      await failed("wrong", found?.user.id);
      throw new AppError("UNAUTHENTICATED", { key: "password_wrong" });
    }
    if (found.user.blockedAt !== null) await failed("blocked", found.user.id);
    return this.options.signIn.enter(before, found.user, "password");
  }

  /** The guest becomes an account. FORBIDDEN unless an admin let everybody in (or is it); CONFLICT for a name that is taken. */
  async register(actor: Actor, credentials: Credentials): Promise<Actor> {
    const { db } = this.options;
    if (actor.kind === "anonymous") throw new AppError("FORBIDDEN");
    if (actor.kind === "account") throw new AppError("FORBIDDEN", { key: "signed_in_already" });
    const mayRegister = (await isRegistrationOpen(db)) || (await isAdmin(this.options, actor));
    if (!mayRegister) throw new AppError("FORBIDDEN", { key: "registration_closed" });
    this.#tries.spend({ personId: actor.id, address: actor.address });
    return this.#make(actor.id, credentials);
  }

  /** An account for somebody else, by an admin. CONFLICT for a name that is taken. */
  create(credentials: Credentials): Promise<Actor> {
    return this.#make(randomUUID(), credentials);
  }

  /** A new password for oneself; every session is void. UNAUTHENTICATED where the current one is wrong. */
  async change(actor: Actor, current: string, next: string): Promise<void> {
    const known = await findPassword(this.options.db, actor.id);
    if (!known) throw new AppError("FORBIDDEN", { key: "password_none" });
    this.#tries.spend({ personId: known.login, address: actor.address });
    if (!(await isPassword(current, known.hash)))
      throw new AppError("UNAUTHENTICATED", { key: "password_current_wrong" });
    await this.#set(actor.id, next);
  }

  /** A new password for somebody who forgot theirs, by an admin; their sessions are void. NOT_FOUND where they have none. */
  async reset(userId: string, next: string): Promise<void> {
    if (!(await findPassword(this.options.db, userId))) throw new AppError("NOT_FOUND");
    await this.#set(userId, next);
  }

  async #set(userId: string, password: string): Promise<void> {
    const { db, standings, now } = this.options;
    await setPassword(db, userId, await hashPassword(password), now());
    const user = await findUser(db, userId);
    if (user) await standings.endSessions(authenticated(user), now());
  }

  async #make(id: string, { login, password }: Credentials): Promise<Actor> {
    const { db, standings, now } = this.options;
    const account = { id, login: loginKey(login), name: login, hash: await hashPassword(password) };
    const epoch = await addPasswordAccount(db, account, now());
    if (epoch === null) throw new AppError("CONFLICT", { key: "login_taken" });
    standings.noteEpoch(id, epoch);
    return authenticated({ id, kind: "account" });
  }
}

/** Names that differ only in case or width are one. */
function loginKey(login: string): string {
  return login.normalize("NFKC").toLowerCase();
}
