import type { VoiceView } from "@/lib/contract/voices";
import type { Locale } from "@/lib/i18n/locales";
import type { Voice } from "./voice";

/** A voice as an admin sees it, but for whether it can speak now. */
export function voiceFacts(
  voice: Voice,
  locale: Locale,
  defaultVoiceId: string,
): Omit<VoiceView, "available" | "unavailable_reason"> {
  const { spec } = voice;
  const time = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return {
    id: voice.id,
    name: voice.name[locale],
    language: voice.language,
    description: voice.description[locale],
    source: voice.source,
    engine_id: voice.engineId,
    references: spec.references,
    engine_voice: spec.engine_voice || null,
    gpt_weights_path: spec.gpt_weights_path || null,
    sovits_weights_path: spec.sovits_weights_path || null,
    settings: spec.settings,
    timbre: spec.timbre ?? null,
    revision: voice.revision,
    version: voice.version,
    is_default: voice.id === defaultVoiceId,
    is_active: voice.isActive,
    may_travel: voice.mayTravel,
    owner: voice.ownerId,
    created_at: time(voice.createdAt),
    updated_at: time(voice.updatedAt),
  };
}
