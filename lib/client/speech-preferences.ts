import { type Check, oneOf, truth } from "@/lib/contract/shape";
import { type BrowserStorage, readStored, writeStored } from "./browser-storage";
import type { SpeechPreferences } from "./room-state";

const KEY = "avatar-forge.speech";

export const DEFAULT_SPEECH_PREFERENCES: SpeechPreferences = {
  tts_enabled: true,
  tts_mode: "realtime",
  tts_delay_ms: 1500,
  tts_streaming_mode: 2,
  tts_speed: 1,
  volume: 1,
};

/** Each field falls to its default by itself, so that one bad value costs only itself. */
function readPreferences(stored: unknown): SpeechPreferences {
  const kept = typeof stored === "object" && stored !== null ? stored : {};
  const field = <K extends keyof SpeechPreferences>(name: K, check: Check<SpeechPreferences[K]>) => {
    const value: unknown = Reflect.get(kept, name);
    return check(value) ? value : DEFAULT_SPEECH_PREFERENCES[name];
  };
  return {
    tts_enabled: field("tts_enabled", truth),
    tts_mode: field("tts_mode", oneOf("realtime", "delayed", "on_click")),
    tts_delay_ms: field("tts_delay_ms", within(0, 60_000)),
    tts_streaming_mode: field("tts_streaming_mode", isStreamingMode),
    tts_speed: field("tts_speed", within(0.5, 2)),
    volume: field("volume", within(0, 1)),
  };
}

const isStreamingMode = (value: unknown): value is SpeechPreferences["tts_streaming_mode"] =>
  value === 0 || value === 1 || value === 2 || value === 3;

const within =
  (least: number, most: number) =>
  (value: unknown): value is number =>
    typeof value === "number" && value >= least && value <= most;

/** How the person wants to be spoken to; kept in the browser, told to whoever subscribes. */
export class SpeechPreferencesStore {
  readonly #subscribers = new Set<() => void>();
  #preferences: SpeechPreferences;

  constructor(private readonly storage: BrowserStorage | null) {
    this.#preferences = readPreferences(readStored(storage, KEY));
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
