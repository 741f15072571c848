import { type Preset, presetSchema } from "./preset-schema";
import hongGildong from "./presets/hong-gildong.json";
import sherlockHolmes from "./presets/sherlock-holmes.json";

const FILES: unknown[] = [hongGildong, sherlockHolmes];

let parsed: Preset[] | undefined;

/** All preset files, in the order they stand in the lobby; parsed on first use, then kept. */
export function listPresetFiles(): Preset[] {
  parsed ??= FILES.map((file) => presetSchema.parse(file));
  return parsed;
}
