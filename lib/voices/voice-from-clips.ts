import type { CreateVoice } from "@/lib/contract/voices";
import type { Voice } from "./voice";
import type { VoiceEditor } from "./voice-editor";
import type { FileClip } from "./voice-file";

/** A voice with clips that are not stored yet; where it cannot be made, none of them stays. */
export async function createWithClips(
  editor: VoiceEditor,
  wish: Omit<CreateVoice, "references">,
  clips: readonly FileClip[],
): Promise<Voice> {
  const stored: string[] = [];
  try {
    const references: NonNullable<CreateVoice["references"]> = [];
    for (const clip of clips) {
      if (!("bytes" in clip)) {
        references.push(clip);
        continue;
      }
      const { bytes, ...words } = clip;
      const { file, isNew } = await editor.keepClip(bytes);
      if (isNew) stored.push(file);
      references.push({ ...words, file });
    }
    return await editor.create({ ...wish, references });
  } catch (error) {
    await editor.dropClips(stored);
    throw error;
  }
}
