import { fields, list, number, oneOf, shape, text, truth } from "./shape";
import type { SettingName, UserSettingsView } from "./user-settings";

const SETTINGS = {
  tts_enabled: truth,
  tts_mode: oneOf("realtime", "delayed", "on_click"),
  tts_delay_ms: number,
  tts_streaming_mode: (value: unknown): value is 0 | 1 | 2 | 3 => [0, 1, 2, 3].includes(value as number),
  tts_speed: number,
  language: oneOf("ko", "en", "ja", "zh"),
  theme: oneOf("dark", "light"),
};

/** A person's settings as the browser reads them (see `shape.ts`). */
export const userSettingsShape = shape(
  fields<UserSettingsView>({
    ...SETTINGS,
    set: (value): value is SettingName[] =>
      list(text)(value) && value.every((name) => Object.hasOwn(SETTINGS, name)),
  }),
);
