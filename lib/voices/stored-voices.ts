import type { VoiceWithSpec } from "@/db/queries/voices";
import { voiceSpec } from "@/lib/contract/voices";
import type { Voice } from "./voice";

/** A row of the database as a voice. */
export function storedVoice({ isDefault: _, name, description, spec, ...row }: VoiceWithSpec): Voice {
  return {
    ...row,
    name: { ko: name, en: name, ja: name, zh: name },
    description: { ko: description, en: description, ja: description, zh: description },
    source: "database",
    spec: voiceSpec.parse(spec),
  };
}
