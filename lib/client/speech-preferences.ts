import { z } from "zod";
import { type BrowserStorage, readStored, writeStored } from "./browser-storage";
import type { SpeechPreferences } from "./room-state";

const KEY = "avatar-forge.speech";

export const DEFAULT_SPEECH_PREFERENCES: SpeechPreferences = {
  tts_enabled: true,
  tts_streaming_mode: 2,
  tts_speed: 1,
  volume: 1,
};

/** Each field falls to its default by itself, so that one bad value costs only itself. */
const stored = z
  .object({
    tts_enabled: z.boolean().catch(DEFAULT_SPEECH_PREFERENCES.tts_enabled),
    tts_streaming_mode: z
      .union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)])
      .catch(DEFAULT_SPEECH_PREFERENCES.tts_streaming_mode),
    tts_speed: z.number().min(0.5).max(2).catch(DEFAULT_SPEECH_PREFERENCES.tts_speed),
    volume: z.number().min(0).max(1).catch(DEFAULT_SPEECH_PREFERENCES.volume),
  })
  .catch(DEFAULT_SPEECH_PREFERENCES);

/** How the person wants to be spoken to; kept in the browser, told to whoever subscribes. */
export class SpeechPreferencesStore {
  readonly #subscribers = new Set<() => void>();
  #preferences: SpeechPreferences;

  constructor(private readonly storage: BrowserStorage | null) {
    this.#preferences = stored.parse(readStored(storage, KEY));
  }

  get = (): SpeechPreferences => this.#preferences;

  change(change: Partial<SpeechPreferences>): void {
    this.#preferences = { ...this.#preferences, ...change };
    writeStored(this.storage, KEY, this.#preferences);
    for (const subscriber of this.#subscribers) subscriber();
  }

  subscribe = (subscriber: () => void): (() => void) => {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  };
}
