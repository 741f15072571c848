import "server-only";
import type { Database } from "@/db/client";
import { deleteUser, listOwned } from "@/db/queries/accounts";
import type { Actor } from "@/lib/auth/actor";
import type { Standings } from "@/lib/auth/standings";
import type { CharacterLibrary } from "@/lib/characters";
import { AppError } from "@/lib/contract/app-error";
import type { Conversation } from "@/lib/conversation";
import type { Locale } from "@/lib/i18n/locales";
import type { ClipStore } from "@/lib/speech/clips";
import type { OwnVoices } from "@/lib/voices";
import type { UserSettingsKeeper } from "./user-settings";

export interface AccountsOptions {
  db: Database;
  conversation: Conversation;
  characters: CharacterLibrary;
  clips: ClipStore;
  ownVoices: OwnVoices;
  standings: Standings;
  userSettings: UserSettingsKeeper;
  now: () => number;
}

/** What concerns a person as a whole. */
export class Accounts {
  constructor(private readonly options: AccountsOptions) {}

  /**
   * Takes away everything of the person's: running turns, plays, characters with their pictures, voices with their clips,
   * keys, favourites, and the sounds nobody else has. FORBIDDEN for the principal that is nobody.
   */
  async remove(actor: Actor, locale: Locale): Promise<void> {
    if (actor.kind === "anonymous") throw new AppError("FORBIDDEN");
    const { db, conversation, characters, clips, ownVoices, standings, userSettings, now } = this.options;
    const owned = await listOwned(db, actor);
    for (const play of owned.plays) await conversation.deletePlay(actor, play);
    for (const character of owned.characters) await characters.remove(actor, character, locale);
    await ownVoices.removeAll(actor);
    const orphans = await deleteUser(db, actor, now());
    standings.noteGone(actor.id);
    userSettings.forget(actor.id);
    await clips.forget(orphans);
  }
}
