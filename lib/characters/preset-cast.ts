import type { Database } from "@/db/client";
import { listPresetVoices, setPresetVoice } from "@/db/queries/characters";
import type { CastMember } from "@/lib/contract/character";
import type { Locale } from "@/lib/i18n/locales";
import { findPreset, listPresets } from "./cast";

/** The presets with the voices an admin gave them. Read once: every turn asks, and one process owns the database. */
export class PresetCast {
  #voices: ReadonlyMap<string, string> = new Map();

  constructor(private readonly db: Database) {}

  async load(): Promise<void> {
    this.#voices = await listPresetVoices(this.db);
  }

  list(locale: Locale): CastMember[] {
    return listPresets(locale).map((preset) => this.#voiced(preset));
  }

  find(id: string, locale: Locale): CastMember | null {
    const preset = findPreset(id, locale);
    return preset && this.#voiced(preset);
  }

  /** Gives a preset a voice; empty: the one it ships with. */
  async give(id: string, voiceId: string): Promise<void> {
    await setPresetVoice(this.db, id, voiceId === "" ? null : voiceId);
    await this.load();
  }

  #voiced(preset: CastMember): CastMember {
    return { ...preset, voice_id: this.#voices.get(preset.id) ?? preset.voice_id };
  }
}
