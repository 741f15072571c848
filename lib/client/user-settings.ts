import type {
  SettingName,
  StoredSettings,
  UserSettings,
  UserSettingsView,
} from "@/lib/contract/user-settings";
import { ApiError } from "./api-client";
import type { Clock } from "./retry-delay";
import type { SpeechPreferences } from "./room-state";
import type { SpeechPreferencesStore } from "./speech-preferences";

/** What the browser keeps of a person's settings besides the server: how the voice comes. */
const OF_SPEECH: readonly SettingName[] = [
  "tts_enabled",
  "tts_mode",
  "tts_delay_ms",
  "tts_streaming_mode",
  "tts_speed",
];
const PAUSE_MS = 400;

export interface UserSettingsDependencies {
  speech: SpeechPreferencesStore;
  send: (changes: StoredSettings) => Promise<unknown>;
  read: () => Promise<UserSettingsView>;
  clock: Pick<Clock, "setTimeout" | "clearTimeout">;
}

/**
 * Keeps the browser and the server of one mind about a person's settings: what is changed here is sent (a moment
 * later, what changed together at once), and what another device has set is taken over.
 */
export class UserSettingsSync {
  /** What the server was told, or told us, or what stood here before either. */
  #known: StoredSettings;
  #unsent: StoredSettings = {};
  /** Under way to the server. */
  #sent: StoredSettings = {};
  #timer: unknown = null;

  constructor(private readonly dependencies: UserSettingsDependencies) {
    this.#known = this.#spoken();
  }

  /** Watches the speech preferences. Returns what ends it. */
  start(): () => void {
    return this.dependencies.speech.subscribe(() => {
      const now = this.#spoken();
      const changed = OF_SPEECH.filter((name) => now[name] !== this.#known[name]);
      if (changed.length > 0) this.change(picked(now, changed));
    });
  }

  /** Takes over what the server says the person has set; what was not sent yet stands. */
  adopt(stored: StoredSettings): void {
    const here = Object.keys(this.dependencies.speech.get());
    const names = OF_SPEECH.filter(
      (name) =>
        here.includes(name) && stored[name] !== undefined && !(name in { ...this.#sent, ...this.#unsent }),
    );
    const taken = picked(stored, names);
    if (names.every((name) => taken[name] === this.#spoken()[name])) return;
    this.#known = { ...this.#known, ...taken };
    this.dependencies.speech.change(taken as Partial<SpeechPreferences>);
  }

  /** Sends it with the next batch. */
  change(changes: StoredSettings): void {
    this.#known = { ...this.#known, ...changes };
    this.#unsent = { ...this.#unsent, ...changes };
    const { clock } = this.dependencies;
    if (this.#timer !== null) clock.clearTimeout(this.#timer);
    this.#timer = clock.setTimeout(() => void this.flush(), PAUSE_MS);
  }

  /** Sends what waits. What the server could not be told waits for the next time; what it refuses does not. */
  async flush(): Promise<void> {
    if (this.#timer !== null) this.dependencies.clock.clearTimeout(this.#timer);
    this.#timer = null;
    const sent = this.#unsent;
    if (Object.keys(sent).length === 0) return;
    this.#unsent = {};
    this.#sent = sent;
    try {
      await this.dependencies.send(sent);
    } catch (error) {
      const isRefused = error instanceof ApiError && error.status >= 400 && error.status < 500;
      if (!isRefused) this.#unsent = { ...sent, ...this.#unsent };
    } finally {
      if (this.#sent === sent) this.#sent = {};
    }
  }

  /** Asks what was set elsewhere and takes it over; null where the server cannot be asked. */
  async refresh(): Promise<StoredSettings | null> {
    await this.flush();
    const view = await this.dependencies.read().catch(() => null);
    if (!view) return null;
    const stored = picked(view, view.set);
    this.adopt(stored);
    return stored;
  }

  #spoken(): StoredSettings {
    return picked(this.dependencies.speech.get(), OF_SPEECH);
  }
}

function picked(from: object, names: readonly SettingName[]): StoredSettings {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value: unknown = Reflect.get(from, name);
      return value === undefined ? [] : [[name, value as UserSettings[typeof name]]];
    }),
  );
}
