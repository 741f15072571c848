import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { VoiceReference } from "@/lib/speech/engine";
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
  referenceFor(voice: Voice): VoiceReference;
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
      const reference = own ?? shippedReference(voice, referencePath(engineDir, clip.fileName), clip.source);
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
    referenceFor: (voice) => entryOf(voice).reference,
    revisionKey: (voice) => entryOf(voice).revisionKey,
    publish: async () => {
      await publishReferences(clips, options.referencesDir);
    },
  };
}

function shippedReference({ reference }: Voice, path: string, source: string): VoiceReference {
  const { promptText, promptLang } = reference;
  return { path, promptText, promptLang, read: () => readFile(source) };
}

function operatorsReference(override: ReferenceOverride | undefined): VoiceReference | null {
  if (override?.path === undefined) return null;
  const { path, promptText = "", promptLang = "ko" } = override;
  return { path, promptText, promptLang, read: null };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
