import type { ChangeVoice, VoiceView } from "@/lib/contract/voices";

/** What the form of a voice holds. */
export type VoiceDraft = Required<
  Pick<
    ChangeVoice,
    | "name"
    | "language"
    | "description"
    | "engine_id"
    | "engine_voice"
    | "gpt_weights_path"
    | "sovits_weights_path"
    | "settings"
  >
>;

export function draftOf(voice: VoiceView): VoiceDraft {
  return {
    name: voice.name,
    language: voice.language,
    description: voice.description,
    engine_id: voice.engine_id ?? "",
    engine_voice: voice.engine_voice ?? "",
    gpt_weights_path: voice.gpt_weights_path ?? "",
    sovits_weights_path: voice.sovits_weights_path ?? "",
    settings: voice.settings,
  };
}

/** The fields two objects differ in; the order of a settings object's members counts for nothing. */
export function changedFields<T extends object>(before: T, after: T): (keyof T & string)[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof T & string>;
  return [...names].filter((name) => told(before[name]) !== told(after[name]));
}

function told(value: unknown): string {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return JSON.stringify(value) ?? "";
  const known = Object.entries(value).filter(([, member]) => member !== undefined);
  return JSON.stringify(known.sort(([a], [b]) => (a < b ? -1 : 1)));
}
