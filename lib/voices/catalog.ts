import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { VoiceReference } from "@/lib/speech/engine";
import type { StoredReference } from "@/lib/speech/voice";
import { BUILTIN_VOICES } from "./builtin-voices";
import { publishReferences } from "./publish-references";
import { readClipFiles, referencePath } from "./reference-clips";
import { DEFAULT_VOICE_ID, type Voice } from "./voice";

/** The operator's own reference of voice `default` (TTS_REF_AUDIO_PATH and its companions). */
export interface ReferenceOverride {
  /** As the engine's machine sees it; used as it is. Without it the shipped clip stays, with its own words. */
  path?: string | undefined;
  /** What is said in it; without it the engine hears it without words, where it can. */
  promptText?: string | undefined;
  promptLang?: string | undefined;
}

export interface VoiceCatalogOptions {
  /** Folder of this machine the clips are published to. */
  referencesDir: string;
  /** The same folder as the engine's machine sees it; `referencesDir` when absent. */
  engineReferenceDir?: string;
  override?: ReferenceOverride;
}

export interface VoiceCatalog {
  readonly defaultVoiceId: string;
  /** Every voice, `default` first. */
  list(): readonly Voice[];
  find(id: string): Voice | null;
  storedReference(voice: Voice): StoredReference;
  /** A reference as engines get it. */
  reference(stored: StoredReference): VoiceReference;
  /** Changes with everything that changes how the voice sounds: timbre, clip, transcript, revision. */
  revisionKey(voice: Voice): string;
  /** Copies the clips to `referencesDir`. Rejects with StorageError; the catalog works on without them. */
  publish(): Promise<void>;
}

/** The voices of this server. Reads the shipped clips (2.5 MB) once, for their hashes. */
export function createVoiceCatalog(options: VoiceCatalogOptions): VoiceCatalog {
  const clips = readClipFiles(BUILTIN_VOICES);
  const engineDir = options.engineReferenceDir ?? options.referencesDir;
  const entries = new Map(
    BUILTIN_VOICES.map((voice, index) => {
      const clip = clips[index];
      if (clip === undefined) throw new Error(`no clip for voice ${voice.id}`);
      const own = voice.id === DEFAULT_VOICE_ID ? operatorsReference(options.override) : null;
      const { promptText, promptLang } = voice.reference;
      const reference = own ?? { file: clip.fileName, promptText, promptLang };
      const sound = [voice.revision, voice.timbre, own ?? [clip.sha256, voice.reference]];
      return [voice.id, { voice, reference, revisionKey: digest(JSON.stringify(sound)) }];
    }),
  );

  function entryOf(voice: Voice) {
    const entry = entries.get(voice.id);
    if (entry === undefined) throw new Error(`voice ${voice.id} is not in this catalog`);
    return entry;
  }

  return {
    defaultVoiceId: DEFAULT_VOICE_ID,
    list: () => BUILTIN_VOICES,
    find: (id) => entries.get(id)?.voice ?? null,
    storedReference: (voice) => entryOf(voice).reference,
    reference: ({ file, path: given = "", promptText, promptLang }) =>
      file === undefined
        ? { path: given, promptText, promptLang, read: null }
        : {
            path: referencePath(engineDir, file),
            promptText,
            promptLang,
            read: () => readFile(path.join(options.referencesDir, file)),
          },
    revisionKey: (voice) => entryOf(voice).revisionKey,
    publish: async () => {
      await publishReferences(clips, options.referencesDir);
    },
  };
}

function operatorsReference(override: ReferenceOverride | undefined): StoredReference | null {
  if (override?.path === undefined) return null;
  const { path, promptText = "", promptLang = "ko" } = override;
  return { path, promptText, promptLang };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
