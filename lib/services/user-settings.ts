import "server-only";
import type { Database } from "@/db/client";
import { findUserSettings, mergeUserSettings } from "@/db/queries/user-settings";
import type { Actor } from "@/lib/auth/actor";
import {
  DEFAULT_SETTINGS,
  putUserSettings,
  type StoredSettings,
  type UserSettingsView,
  userSettings,
} from "@/lib/contract/user-settings";
import type { Locale } from "@/lib/i18n/locales";

const KEPT_IN_MEMORY = 2000;

export interface UserSettingsOptions {
  db: Database;
  now: () => number;
}

/** What people set for all their plays. Every page asks: what was read once is remembered. */
export class UserSettingsKeeper {
  readonly #known = new Map<string, StoredSettings>();

  constructor(private readonly options: UserSettingsOptions) {}

  /** Only what the person has set; nothing for nobody. */
  async of(actor: Actor | null): Promise<StoredSettings> {
    if (!actor) return {};
    const known = this.#known.get(actor.id);
    return known ?? this.#remember(actor.id, await findUserSettings(this.options.db, actor));
  }

  async change(actor: Actor, changes: StoredSettings): Promise<StoredSettings> {
    const { db, now } = this.options;
    return this.#remember(actor.id, await mergeUserSettings(db, actor, changes, now()));
  }

  /** Something else has written the person's row. */
  forget(id: string): void {
    this.#known.delete(id);
  }

  #remember(id: string, stored: Record<string, unknown>): StoredSettings {
    if (this.#known.size >= KEPT_IN_MEMORY) this.#known.clear();
    const settings = read(stored);
    this.#known.set(id, settings);
    return settings;
  }
}

/** Each setting by itself, so that one that no longer fits costs only itself. */
function read(stored: Record<string, unknown>): StoredSettings {
  const names = userSettings.keyof().options.filter((name) => stored[name] !== undefined);
  const fitting = names.filter((name) => userSettings.shape[name].safeParse(stored[name]).success);
  return putUserSettings.parse(Object.fromEntries(fitting.map((name) => [name, stored[name]])));
}

/** As the API tells it. */
export function settingsView(stored: StoredSettings, locale: Locale): UserSettingsView {
  const set = userSettings.keyof().options.filter((name) => stored[name] !== undefined);
  return { ...DEFAULT_SETTINGS, language: locale, ...stored, set };
}
