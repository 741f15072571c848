import { expect, it } from "vitest";
import { DEFAULT_SPEECH_PREFERENCES, SpeechPreferencesStore } from "@/lib/client/speech-preferences";

function storageWith(value: string | null) {
  const stored = new Map(value === null ? [] : [["avatar-forge.speech", value]]);
  return {
    stored,
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, next: string) => void stored.set(key, next),
    removeItem: (key: string) => void stored.delete(key),
  };
}

it.each([
  [null, {}],
  ["not json", {}],
  ["[]", {}],
  ['{"tts_speed": 9, "volume": 0.5}', { volume: 0.5 }],
  ['{"tts_enabled": false, "tts_streaming_mode": 0}', { tts_enabled: false, tts_streaming_mode: 0 }],
])("reads %s field by field", (value, expected) => {
  expect(new SpeechPreferencesStore(storageWith(value)).get()).toEqual({
    ...DEFAULT_SPEECH_PREFERENCES,
    ...expected,
  });
});

it("keeps what changes and tells it, also where the browser stores nothing", () => {
  const storage = storageWith(null);
  const store = new SpeechPreferencesStore(storage);
  const told: number[] = [];
  store.subscribe(() => told.push(store.get().tts_speed));
  store.change({ tts_speed: 1.5 });
  expect(told).toEqual([1.5]);
  expect(new SpeechPreferencesStore(storage).get().tts_speed).toBe(1.5);
  const refusing = {
    ...storage,
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  };
  const unkept = new SpeechPreferencesStore(refusing);
  unkept.change({ volume: 0.2 });
  expect(unkept.get().volume).toBe(0.2);
});
