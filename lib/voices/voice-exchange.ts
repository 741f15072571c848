import { AppError } from "@/lib/contract/app-error";
import { ImportReport, type ReportEntry } from "@/lib/contract/import-report";
import type { Locale } from "@/lib/i18n/locales";
import type { VoiceCatalog } from "./catalog";
import type { Voice } from "./voice";
import type { VoiceEditor } from "./voice-editor";
import { readVoiceFile, writeVoiceFile } from "./voice-file";
import { createWithClips } from "./voice-from-clips";

/** Voices that leave as files, and come in as files. */
export class VoiceExchange {
  constructor(
    private readonly catalog: VoiceCatalog,
    private readonly editor: VoiceEditor,
  ) {}

  /**
   * A voice with its clips and what is said in them, as it sounds now; null where there is none of that id. VALIDATION_ERROR
   * where one of its clips is gone.
   */
  async export(id: string, locale: Locale): Promise<{ bytes: Uint8Array; fileName: string } | null> {
    const voice = this.catalog.find(id, null);
    if (!voice) return null;
    const { references, ...sound } = voice.spec;
    const clips: { path: string; content: Uint8Array }[] = [];
    const told: object[] = [];
    for (const { id: _, file, ...reference } of references) {
      if (file === undefined) {
        told.push(reference);
        continue;
      }
      const content = await this.editor.readReference(file);
      if (!content) throw new AppError("VALIDATION_ERROR", { key: "voice_clip_unknown" });
      const number = String(told.length + 1).padStart(2, "0");
      const path = `references/${number}-${reference.emotion.replace(/[^\p{L}\p{N}_-]/gu, "_")}.wav`;
      clips.push({ path, content });
      told.push({ file: path, ...reference });
    }
    const { name, description, language, engineId } = voice;
    const facts = { name: name[locale], language, description: description[locale], engine_id: engineId };
    const bytes = writeVoiceFile({ ...facts, ...sound, references: told }, clips);
    return { bytes, fileName: `${name[locale]}.voice.zip` };
  }

  /**
   * A voice of a file as a new one of the house, with what became of each part; nothing is ever replaced, and nothing stays
   * where it cannot be made whole. Throws VALIDATION_ERROR for what is no voice's file.
   */
  async import(bytes: Uint8Array): Promise<{ voice: Voice; report: readonly ReportEntry[] }> {
    const report = new ImportReport();
    const { wish, clips } = readVoiceFile(bytes, report);
    const { engine_id: engineId, ...rest } = wish;
    const isKnown = engineId !== undefined && this.editor.knowsEngine(engineId);
    if (engineId !== undefined && !isKnown) report.add("changed", "engine_id", "engine_unknown");
    const engine = isKnown ? { engine_id: engineId } : {};
    const voice = await createWithClips(this.editor, { ...rest, ...engine }, clips);
    return { voice, report: report.entries };
  }
}
