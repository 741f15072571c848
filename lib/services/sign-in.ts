import "server-only";
import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import type { Database } from "@/db/client";
import { listOwned } from "@/db/queries/accounts";
import { type Belongings, countBelongings, mergeUsers } from "@/db/queries/merge";
import { addAccount, findUserByAccount, refreshPerson } from "@/db/queries/sign-in";
import { findUser, type User } from "@/db/queries/users";
import { type Actor, authenticated, seenFrom } from "@/lib/auth/actor";
import type { GoogleProfile } from "@/lib/auth/google";
import type { PendingMerge } from "@/lib/auth/pending-merge";
import type { Standings } from "@/lib/auth/standings";
import { AppError } from "@/lib/contract/app-error";
import type { Conversation } from "@/lib/conversation";
import type { Locale } from "@/lib/i18n/locales";
import type { Accounts } from "./accounts";
import type { Audit } from "./audit";
import type { UserSettingsKeeper } from "./user-settings";

export interface SignInOptions {
  db: Database;
  standings: Standings;
  conversation: Conversation;
  accounts: Accounts;
  userSettings: UserSettingsKeeper;
  audit: Audit;
  logger: Logger;
  /** Told when a guest's things have become an account's, voices too. */
  onMerged: () => Promise<void>;
  now: () => number;
}

/** Somebody is signed in, or has to say first what becomes of what they have as a guest. */
export type Arrival = { actor: Actor } | { pending: PendingMerge };

export interface Reunion {
  guest: Belongings & { isAdmin: boolean };
  account: User;
}

/** How guests and strangers become people with an account, and keep what is theirs. */
export class SignIn {
  constructor(private readonly options: SignInOptions) {}

  /**
   * Whoever Google says it is. A first time makes a guest's everything the account's; a known account is entered.
   * FORBIDDEN where the account is blocked.
   * @param before who the browser was until now; null: nobody
   */
  async withGoogle(before: Actor | null, profile: GoogleProfile): Promise<Arrival> {
    const { db, standings, logger, now } = this.options;
    const { sub, email, name, picture: image } = profile;
    const account = { provider: "google", providerAccountId: sub, email, name, image };
    const known = await findUserByAccount(db, account);
    if (!known) {
      const id = before?.kind === "guest" ? before.id : randomUUID();
      standings.noteEpoch(id, await addAccount(db, id, account, now()));
      logger.info({ user: id, provider: "google" }, "account made");
      await this.#signedIn(before, id, "google", { is_new: true });
      return { actor: accountOf(id) };
    }
    await refreshPerson(db, known.id, account, now());
    return this.enter(before, known, "google");
  }

  /** Into an account that is proven. FORBIDDEN where it is blocked. */
  async enter(before: Actor | null, account: User, provider: string): Promise<Arrival> {
    if (account.blockedAt !== null) throw new AppError("FORBIDDEN", { key: "account_blocked" });
    const guest = before?.kind === "guest" ? await findUser(this.options.db, before.id) : null;
    if (before && guest?.kind === "guest") {
      const { isAdmin, ...belongings } = await this.#belongingsOf(before, guest);
      const pending = { guestId: guest.id, accountId: account.id };
      if (isAdmin || Object.values(belongings).some((many) => many > 0)) return { pending };
      await this.#merge(before, pending);
    }
    this.options.logger.info({ user: account.id, provider }, "signed in");
    await this.#signedIn(before, account.id, provider);
    return { actor: accountOf(account.id) };
  }

  /** What is to be decided, for the guest it concerns; null where there is nothing (any more). */
  async reunion(actor: Actor | null, pending: PendingMerge | null): Promise<Reunion | null> {
    if (!pending || actor?.id !== pending.guestId) return null;
    const { db } = this.options;
    const [guest, account] = await Promise.all([
      findUser(db, pending.guestId),
      findUser(db, pending.accountId),
    ]);
    if (guest?.kind !== "guest" || account?.kind !== "account") return null;
    return { guest: await this.#belongingsOf(actor, guest), account };
  }

  /**
   * What the guest has decided is done, and they are in their account. NOT_FOUND where there is nothing to decide,
   * FORBIDDEN where the account was blocked meanwhile.
   */
  async decide(
    actor: Actor,
    pending: PendingMerge | null,
    choice: "merge" | "discard",
    locale: Locale,
  ): Promise<Actor> {
    const reunion = await this.reunion(actor, pending);
    if (!reunion || !pending) throw new AppError("NOT_FOUND");
    if (reunion.account.blockedAt !== null) throw new AppError("FORBIDDEN", { key: "account_blocked" });
    if (choice === "merge") await this.#merge(actor, pending);
    else await this.options.accounts.remove(actor, locale);
    this.options.logger.info({ user: pending.accountId, guest: pending.guestId, choice }, "signed in");
    await this.#signedIn(actor, pending.accountId, "merge", { choice });
    return accountOf(pending.accountId);
  }

  async #signedIn(
    before: Actor | null,
    id: string,
    way: string,
    details: Record<string, string | boolean> = {},
  ): Promise<void> {
    const actor = seenFrom(accountOf(id), before?.address ?? null);
    await this.options.audit.note(actor, { action: `sign_in.${way}`, details });
  }

  async #belongingsOf(actor: Actor, guest: User) {
    return { ...(await countBelongings(this.options.db, actor)), isAdmin: guest.role === "admin" };
  }

  /** What is being written is ended first: it would be stored under the guest's name. */
  async #merge(guest: Actor, pending: PendingMerge): Promise<void> {
    const { db, conversation, standings, userSettings, now } = this.options;
    for (const play of (await listOwned(db, guest)).plays) await conversation.settlePlay(play);
    await mergeUsers(db, guest, accountOf(pending.accountId), now());
    standings.noteGone(pending.guestId);
    for (const id of [pending.guestId, pending.accountId]) userSettings.forget(id);
    await this.options.onMerged();
  }
}

/** Whoever has proven that this account is theirs. */
const accountOf = (id: string) => authenticated({ id, kind: "account" });
