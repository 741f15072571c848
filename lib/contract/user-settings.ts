import { z } from "zod";
import { chatRequest } from "./chat";

const speech = chatRequest.pick({
  tts_enabled: true,
  tts_mode: true,
  tts_delay_ms: true,
  tts_streaming_mode: true,
  tts_speed: true,
}).shape;

/** What a person sets for all their plays, on all their devices. How loud it is stays with the device. */
export const userSettings = z.object({
  tts_enabled: speech.tts_enabled.unwrap(),
  tts_mode: speech.tts_mode.unwrap(),
  tts_delay_ms: speech.tts_delay_ms.unwrap(),
  tts_streaming_mode: speech.tts_streaming_mode.unwrap(),
  tts_speed: speech.tts_speed.unwrap(),
  language: z.enum(["ko", "en", "ja", "zh"]),
  theme: z.enum(["dark", "light"]),
});
export type UserSettings = z.infer<typeof userSettings>;
export type SettingName = keyof UserSettings;

/** What is absent stays as it is. */
export const putUserSettings = userSettings.partial();
/** Only what the person has set. */
export type StoredSettings = Partial<UserSettings>;

export const DEFAULT_SETTINGS: Omit<UserSettings, "language"> = {
  tts_enabled: true,
  tts_mode: "realtime",
  tts_delay_ms: 0,
  tts_streaming_mode: 2,
  tts_speed: 1,
  theme: "dark",
};

/** `set` names what the person has set; the rest are the product's own, the language the request's. */
export const userSettingsView = userSettings.extend({ set: z.array(userSettings.keyof()) });
export type UserSettingsView = z.infer<typeof userSettingsView>;
