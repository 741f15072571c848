import type { CastMember } from "@/lib/contract/character";
import type { Locale } from "@/lib/i18n/locales";
import { stripRuby } from "@/lib/llm/engines/demo/ruby";
import { CATEGORY_NAMES } from "./categories";
import { buildPersona } from "./persona";
import type { Preset } from "./preset-schema";
import { listPresetFiles } from "./registry";

/** Presets have no history of their own; the day they were written stands for it. */
const WRITTEN_AT = "2025-11-20T00:00:00.000Z";

function toCastMember(preset: Preset, locale: Locale): CastMember {
  const { demo: _demo, ...fields } = preset.locales[locale];
  const described = { ...fields, category: CATEGORY_NAMES[preset.category_key][locale] };
  return {
    ...described,
    id: preset.id,
    persona: buildPersona(described, locale),
    first_message: stripRuby(fields.first_message),
    alternate_greetings: fields.alternate_greetings.map(stripRuby),
    group_only_greetings: [],
    sample_line: stripRuby(fields.sample_line),
    voice_id: preset.voice_id,
    narration: "dialogue",
    narrator_voice_id: "",
    image_url: preset.image_url,
    model_url: null,
    visibility: "server",
    is_preset: true,
    created_at: WRITTEN_AT,
    updated_at: WRITTEN_AT,
    stage: { gel: preset.gel, cx: preset.cx, cy: preset.cy },
  };
}

/** The preset characters in `locale`, in the lobby's order, without reading markup. */
export function listPresets(locale: Locale): CastMember[] {
  return listPresetFiles().map((preset) => toCastMember(preset, locale));
}

/** The preset with this id in `locale`; null for any other id. */
export function findPreset(id: string, locale: Locale): CastMember | null {
  const preset = listPresetFiles().find((candidate) => candidate.id === id);
  return preset ? toCastMember(preset, locale) : null;
}
