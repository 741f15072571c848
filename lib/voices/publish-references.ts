import { readFile } from "node:fs/promises";
import { createFilesystem } from "@/lib/storage";
import type { ClipFile } from "./reference-clips";

/**
 * Puts every clip into the folder the engine's machine reads, under its hash; what is there already stays.
 * Returns the file name by voice id. Rejects with StorageError where the folder cannot be written.
 */
export async function publishReferences(
  clips: readonly ClipFile[],
  referencesDir: string,
): Promise<ReadonlyMap<string, string>> {
  const store = createFilesystem(referencesDir);
  for (const clip of clips) {
    if ((await store.size(clip.fileName)) === clip.bytes) continue;
    await store.write(clip.fileName, await readFile(clip.source));
  }
  return new Map(clips.map((clip) => [clip.voiceId, clip.fileName]));
}
