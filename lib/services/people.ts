import "server-only";
import type { Database } from "@/db/client";
import { internal } from "@/db/ownership";
import { findPerson, listPeople, type PersonRow } from "@/db/queries/people";
import type { Seats } from "@/lib/admission/seats";
import { type Actor, authenticated } from "@/lib/auth/actor";
import { isAdminUser } from "@/lib/auth/role";
import type { Standings } from "@/lib/auth/standings";
import { AppError } from "@/lib/contract/app-error";
import type { PeoplePage, PersonView } from "@/lib/contract/people";
import { readTimeCursor, writeTimeCursor } from "@/lib/contract/time-cursor";
import type { Conversation } from "@/lib/conversation";
import type { Locale } from "@/lib/i18n/locales";
import type { Accounts } from "./accounts";

const FOR_ADMINS = internal("admins see who is here");

export interface PeopleOptions {
  db: Database;
  settings: { adminEmails: readonly string[] };
  seats: Seats;
  standings: Standings;
  conversation: Conversation;
  accounts: Accounts;
  now: () => number;
}

/**
 * Everybody this server knows, for its admins. What is done to oneself here is CONFLICT, to the principal everybody
 * shares FORBIDDEN, to nobody NOT_FOUND.
 */
export class People {
  constructor(private readonly options: PeopleOptions) {}

  /** Newest first. */
  async list(page: {
    limit: number;
    cursor?: string | undefined;
    q?: string | undefined;
  }): Promise<PeoplePage> {
    const { db, seats } = this.options;
    const before = readTimeCursor(page.cursor);
    const rows = await listPeople(db, FOR_ADMINS, { limit: page.limit + 1, before, search: page.q });
    const shown = rows.slice(0, page.limit);
    const last = shown.at(-1)?.user;
    const { seats: total, taken, waiting } = seats.counts();
    return {
      people: this.#views(shown),
      next_cursor:
        rows.length > page.limit && last ? writeTimeCursor({ updatedAt: last.createdAt, id: last.id }) : null,
      seats: { total, taken, waiting },
    };
  }

  /** A blocked person may do nothing but leave; what runs for them ends at once. */
  async setBlocked(admin: Actor, id: string, isBlocked: boolean): Promise<PersonView> {
    const { standings, conversation, now } = this.options;
    const whom = await this.#other(admin, id);
    await standings.setBlocked(id, isBlocked, now());
    if (isBlocked) await conversation.stopAll(whom);
    return this.#view(id);
  }

  /** Every session of theirs is void; API keys stay. */
  async signOut(admin: Actor, id: string): Promise<{ id: string; signed_out: boolean }> {
    const { standings, now } = this.options;
    await standings.endSessions(await this.#other(admin, id), now());
    return { id, signed_out: true };
  }

  /** Everything of theirs is gone, they too. */
  async remove(admin: Actor, id: string, locale: Locale): Promise<{ id: string; deleted: boolean }> {
    await this.options.accounts.remove(await this.#other(admin, id), locale);
    return { id, deleted: true };
  }

  async #other(admin: Actor, id: string): Promise<Actor> {
    const found = await findPerson(this.options.db, FOR_ADMINS, id);
    if (!found) throw new AppError("NOT_FOUND");
    if (id === admin.id) throw new AppError("CONFLICT", { key: "not_oneself" });
    if (found.user.kind === "anonymous") throw new AppError("FORBIDDEN");
    return authenticated({ id, kind: found.user.kind });
  }

  async #view(id: string): Promise<PersonView> {
    const found = await findPerson(this.options.db, FOR_ADMINS, id);
    const [view] = found ? this.#views([found]) : [];
    if (!view) throw new AppError("NOT_FOUND");
    return view;
  }

  #views(rows: readonly PersonRow[]): PersonView[] {
    const held = this.options.seats.byPerson();
    return rows.map(({ user, lastPlayedAt, clipBytes, speechMs, hasPassword, ...counts }) => ({
      id: user.id,
      kind: user.kind,
      name: user.name,
      email: user.email,
      is_admin: isAdminUser(user, this.options.settings.adminEmails),
      is_blocked: user.blockedAt !== null,
      has_password: hasPassword > 0,
      created_at: new Date(user.createdAt).toISOString(),
      last_played_at: lastPlayedAt === null ? null : new Date(lastPlayedAt).toISOString(),
      seats: held.get(user.id) ?? 0,
      ...counts,
      clip_bytes: clipBytes,
      speech_seconds: speechMs / 1000,
    }));
  }
}
