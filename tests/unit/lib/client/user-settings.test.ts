import { beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "@/lib/client/api-client";
import { systemClock } from "@/lib/client/retry-delay";
import { SpeechPreferencesStore } from "@/lib/client/speech-preferences";
import { UserSettingsSync } from "@/lib/client/user-settings";
import type { StoredSettings, UserSettingsView } from "@/lib/contract/user-settings";
import { settingsView } from "@/lib/services/user-settings";
import { storageOf } from "./room-fixture";

/** What a person has set, and how often a device told it. */
let stored: StoredSettings;
let told: StoredSettings[];
let trouble: Error | null;
beforeEach(() => {
  vi.useFakeTimers();
  [stored, told, trouble] = [{}, [], null];
  return () => vi.useRealTimers();
});

/** A browser of the person's. */
function device(storage = storageOf()) {
  const speech = new SpeechPreferencesStore(storage);
  const sync = new UserSettingsSync({
    speech,
    send: async (changes) => {
      if (trouble) throw trouble;
      told.push(changes);
      stored = { ...stored, ...changes };
    },
    read: async (): Promise<UserSettingsView> => {
      if (trouble) throw trouble;
      return settingsView(stored, "ko");
    },
    clock: systemClock,
  });
  sync.start();
  return { speech, sync };
}
const aMoment = () => vi.advanceTimersByTimeAsync(1000);

it("two devices agree: what one sets, the other takes over when it is looked at", async () => {
  const [desk, phone] = [device(), device()];
  desk.speech.change({ tts_speed: 1.2 });
  desk.speech.change({ tts_speed: 1.5, tts_enabled: false });
  desk.sync.change({ theme: "light" });
  await aMoment();
  expect(told).toEqual([{ tts_speed: 1.5, tts_enabled: false, theme: "light" }]);
  expect(await phone.sync.refresh()).toEqual(stored);
  expect(phone.speech.get()).toMatchObject({ tts_speed: 1.5, tts_enabled: false });
  await aMoment();
  expect(told).toHaveLength(1);
});

it("how loud it is stays with the device, and so does everything the server knows nothing of", async () => {
  const storage = storageOf(new Map([["avatar-forge.speech", '{"tts_speed":0.8,"volume":0.3}']]));
  const { speech, sync } = device(storage);
  speech.change({ volume: 0.6 });
  await aMoment();
  await sync.refresh();
  expect(told).toEqual([]);
  expect(speech.get()).toMatchObject({ tts_speed: 0.8, volume: 0.6 });
});

it("what could not be told is told the next time, and is not taken back before", async () => {
  const { speech, sync } = device();
  stored = { tts_speed: 0.7 };
  trouble = new ApiError("OFFLINE", 0, "");
  speech.change({ tts_speed: 1.4 });
  await aMoment();
  sync.adopt(stored);
  expect(speech.get().tts_speed).toBe(1.4);
  trouble = null;
  await sync.refresh();
  expect([stored.tts_speed, speech.get().tts_speed]).toEqual([1.4, 1.4]);
});

it("what the server refuses is not sent again", async () => {
  const { speech, sync } = device();
  trouble = new ApiError("FORBIDDEN", 403, "");
  speech.change({ tts_speed: 1.4 });
  await aMoment();
  trouble = null;
  await sync.flush();
  expect(told).toEqual([]);
});
