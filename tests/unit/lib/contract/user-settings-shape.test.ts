import { expect, it } from "vitest";
import { DEFAULT_SETTINGS, type UserSettingsView, userSettingsView } from "@/lib/contract/user-settings";
import { userSettingsShape } from "@/lib/contract/user-settings-shape";

const view: UserSettingsView = { ...DEFAULT_SETTINGS, language: "ja", set: ["tts_speed"] };

it.each<[unknown, boolean]>([
  [view, true],
  [{ ...view, set: [] }, true],
  [{ ...view, set: ["volume"] }, false],
  [{ ...view, set: ["toString"] }, false],
  [{ ...view, set: null }, false],
  [{ ...view, tts_streaming_mode: 4 }, false],
  [{ ...view, tts_mode: "later" }, false],
  [{ ...view, language: "fr" }, false],
  [{ ...view, theme: undefined }, false],
  [null, false],
])("reads %j as the schema does: %j", (value, fits) => {
  expect(userSettingsShape.safeParse(value).success).toBe(fits);
  expect(userSettingsView.safeParse(value).success).toBe(fits);
});
