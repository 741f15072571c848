import { DEFAULT_LOCALE } from "@/lib/i18n/locales";
import type { FileStore } from "@/lib/storage";
import type { VoiceCatalog } from "./catalog";

/**
 * A voice as far as its owner lets it leave: its clips with what is said in them, the neutral one first. Null where the
 * owner does not, where this person has no such voice, and where none of its clips is here.
 */
export async function travellingVoice(
  { catalog, references }: { catalog: VoiceCatalog; references: FileStore },
  id: string,
  userId: string | null,
) {
  const voice = catalog.find(id, userId);
  if (!voice?.mayTravel) return null;
  const clips: { bytes: Uint8Array; promptText: string; promptLang: string; emotion: string }[] = [];
  for (const { file, prompt_text: promptText, prompt_lang: promptLang, emotion } of voice.spec.references) {
    if (file === undefined || (await references.size(file)) === null) continue;
    clips.push({ bytes: await references.readBytes(file), promptText, promptLang, emotion });
  }
  return clips.length === 0 ? null : { name: voice.name[DEFAULT_LOCALE], language: voice.language, clips };
}
