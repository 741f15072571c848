import { type Preset, presetSchema } from "./preset-schema";
import alice from "./presets/alice.json";
import chunhyang from "./presets/chunhyang.json";
import donQuixote from "./presets/don-quixote.json";
import frankensteinCreature from "./presets/frankenstein-creature.json";
import hongGildong from "./presets/hong-gildong.json";
import kaguya from "./presets/kaguya.json";
import scheherazade from "./presets/scheherazade.json";
import sherlockHolmes from "./presets/sherlock-holmes.json";
import shimCheong from "./presets/shim-cheong.json";
import sunWukong from "./presets/sun-wukong.json";

/** In the order they stand in the lobby. */
const FILES: unknown[] = [
  hongGildong,
  sherlockHolmes,
  chunhyang,
  alice,
  frankensteinCreature,
  shimCheong,
  donQuixote,
  scheherazade,
  sunWukong,
  kaguya,
];

let parsed: Preset[] | undefined;

/** All preset files; parsed on first use, then kept. */
export function listPresetFiles(): Preset[] {
  parsed ??= FILES.map((file) => presetSchema.parse(file));
  return parsed;
}
