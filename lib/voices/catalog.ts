import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Database } from "@/db/client";
import { internal } from "@/db/ownership";
import { listVoices } from "@/db/queries/voices";
import type { VoiceReferenceClip } from "@/lib/contract/voices";
import type { VoiceReference } from "@/lib/speech/engine";
import { referencePath } from "@/lib/speech/reference-path";
import type { StoredReference } from "@/lib/speech/voice";
import { BUILTIN_VOICES, type BuiltinVoice } from "./builtin-voices";
import { OperatorVoices, type VoicesFileProblem } from "./operator-voices";
import { publishReferences } from "./publish-references";
import { type ClipFile, readClipFiles } from "./reference-clips";
import { storedVoice } from "./stored-voices";
import { DEFAULT_VOICE_ID, UNWRITTEN, type Voice } from "./voice";

/** The operator's own reference of voice `default` (TTS_REF_AUDIO_PATH and its companions). */
const KNOWING = internal("every voice is kept in memory, with whose it is");

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
  /** The operator's voices.json. */
  voicesFile?: string;
  /** Told each time that file was found broken. */
  onFileProblem?: (problem: VoicesFileProblem) => void;
  /** Where voices made here are. */
  db?: Database;
}

export interface VoiceCatalog {
  /** The voice of those that have none; always one that is there and active. */
  readonly defaultVoiceId: string;
  /** What is wrong with the operator's file now. */
  readonly fileProblem: VoicesFileProblem | null;
  /** Every voice of the server's, inactive ones too: those that ship (`default` first), the operator's, those made here. */
  list(): readonly Voice[];
  /** A person's own voices, which nobody else has. */
  ownedBy(userId: string): readonly Voice[];
  /** Every person's own. */
  owned(): readonly Voice[];
  /**
   * By its id: one of the server's (made here before the operator's, and that before a shipped one), or one of this
   * person's own; null for another's.
   */
  find(id: string, userId: string | null): Voice | null;
  /** A reference as engines get it. */
  reference(stored: StoredReference): VoiceReference;
  /** Takes in what changed in the database. */
  refresh(): Promise<void>;
  /** Copies the shipped clips to `referencesDir`. Rejects with StorageError; the catalog works on without them. */
  publish(): Promise<void>;
}

/** The voices of this server. Reads the shipped clips (2.5 MB) once, for their hashes. */
export function createVoiceCatalog(options: VoiceCatalogOptions): VoiceCatalog {
  const { referencesDir, engineReferenceDir = referencesDir, override, db } = options;
  const clips = readClipFiles(BUILTIN_VOICES);
  const shipped = BUILTIN_VOICES.map((voice, at) => shippedVoice(voice, clips[at], override));
  const operators = new OperatorVoices(options.voicesFile ?? null, options.onFileProblem);
  let made: Voice[] = [];
  let own = new Map<string, Voice>();
  let madeDefault: string | null = null;

  const all = () => {
    const byId = new Map<string, Voice>();
    for (const voice of [...shipped, ...operators.read().voices, ...made]) byId.set(voice.id, voice);
    return byId;
  };

  return {
    get defaultVoiceId() {
      const known = all();
      const named = [madeDefault, operators.read().defaultVoiceId];
      return named.find((id) => id !== null && known.get(id)?.isActive) ?? DEFAULT_VOICE_ID;
    },
    get fileProblem() {
      return operators.problem;
    },
    list: () => [...all().values()],
    owned: () => [...own.values()],
    ownedBy: (userId) => [...own.values()].filter(({ ownerId }) => ownerId === userId),
    find: (id, userId) => {
      const hidden = own.get(id);
      if (hidden) return userId !== null && hidden.ownerId === userId ? hidden : null;
      return all().get(id) ?? null;
    },
    reference: ({ file, path: given = "", promptText, promptLang }) =>
      file === undefined
        ? { path: given, promptText, promptLang, read: null }
        : {
            path: referencePath(engineReferenceDir, file),
            promptText,
            promptLang,
            read: () => readFile(path.join(referencesDir, file)),
          },
    refresh: async () => {
      const rows = db ? await listVoices(db, KNOWING) : [];
      const voices = rows.map(storedVoice);
      made = voices.filter(({ ownerId }) => ownerId === null);
      own = new Map(voices.filter(({ ownerId }) => ownerId !== null).map((voice) => [voice.id, voice]));
      madeDefault = rows.find(({ isDefault }) => isDefault)?.id ?? null;
    },
    publish: async () => {
      await publishReferences(clips, referencesDir);
    },
  };
}

function shippedVoice(
  { timbre, reference, revision, ...voice }: BuiltinVoice,
  clip: ClipFile | undefined,
  override: ReferenceOverride | undefined,
): Voice {
  if (clip === undefined) throw new Error(`no clip for voice ${voice.id}`);
  const { promptText, promptLang } = reference;
  const own = voice.id === DEFAULT_VOICE_ID ? operatorsReference(override) : null;
  const shippedClip = {
    id: "first",
    file: clip.fileName,
    prompt_text: promptText,
    prompt_lang: promptLang,
    emotion: "neutral",
  };
  return {
    ...UNWRITTEN,
    ...voice,
    revision,
    source: "shipped",
    engineId: null,
    spec: {
      references: [own ?? shippedClip],
      engine_voice: "",
      gpt_weights_path: "",
      sovits_weights_path: "",
      settings: {},
      timbre,
    },
  };
}

function operatorsReference(override: ReferenceOverride | undefined): VoiceReferenceClip | null {
  if (override?.path === undefined) return null;
  const { path: given, promptText = "", promptLang = "ko" } = override;
  return {
    id: "first",
    ref_audio_path: given,
    prompt_text: promptText,
    prompt_lang: promptLang,
    emotion: "neutral",
  };
}
