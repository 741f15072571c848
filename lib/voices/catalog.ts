import { createHash } from "node:crypto";
import type { VoiceReference } from "@/lib/speech/engine";
import { BUILTIN_VOICES } from "./builtin-voices";
import { publishReferences } from "./publish-references";
import { readClipFiles, referencePath } from "./reference-clips";
import { DEFAULT_VOICE_ID, type Voice } from "./voice";

/** The operator's own reference of voice `default` (TTS_REF_AUDIO_PATH and its companions). */
export interface ReferenceOverride {
  /** As the engine's machine sees it; used as it is. */
  refAudioPath: string;
  /** What is said in it; empty lets engines that can do without. */
  promptText?: string;
  promptLang?: string;
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
      const override = voice.id === DEFAULT_VOICE_ID ? options.override : undefined;
      const reference = override
        ? overriddenReference(override)
        : shippedReference(voice, referencePath(engineDir, clip.fileName));
      const sound = [voice.revision, voice.timbre, override ? reference : [clip.sha256, voice.reference]];
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

function shippedReference({ reference }: Voice, path: string): VoiceReference {
  return { path, promptText: reference.promptText, promptLang: reference.promptLang };
}

function overriddenReference(override: ReferenceOverride): VoiceReference {
  return {
    path: override.refAudioPath,
    promptText: override.promptText ?? "",
    promptLang: override.promptLang ?? "ko",
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
