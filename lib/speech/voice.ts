import { z } from "zod";
import type { SpeechControls } from "@/lib/contract/speech";
import type { VoiceSpec } from "@/lib/contract/voices";
import type { VoiceReference } from "./engine";

/** A reference clip by value: a file of ours, or a path only the engine's machine knows. */
export const storedReference = z.object({
  /** Name in our reference folder: its bytes' hash, so that it never means other sound. */
  file: z.string().optional(),
  path: z.string().optional(),
  promptText: z.string(),
  promptLang: z.string(),
});
export type StoredReference = z.infer<typeof storedReference>;

/** Everything of a voice that makes its sound, by value: it goes into recipes, so that old clips keep theirs. */
export const voiceSound = z.object({
  timbre: z.object({ variant: z.string(), pitch: z.number(), range: z.number(), rate: z.number() }),
  reference: storedReference.nullable(),
  auxiliaryReferences: z.array(storedReference),
  /** One of the engine's own voices. */
  engineVoice: z.string().nullable(),
  weights: z.object({ gpt: z.string().nullable(), sovits: z.string().nullable() }).nullable(),
  scene: z.string().nullable(),
  /** Limit of an engine that speaks in tokens; absent: enough for the text. */
  maxNewTokens: z.number().optional(),
});
export type VoiceSound = z.infer<typeof voiceSound>;

/** A voice as far as speaking goes; where it comes from is the voice catalog's business. */
export interface SpeakingVoice {
  id: string;
  language: string;
  /** Changes with everything that changes its sound. */
  revisionKey: string;
  /** The pool of engines it is made for; null: any that clones. */
  pool: string | null;
  /** Its own settings of the engine's controls; they stand between a request's and the defaults. */
  controls: SpeechControls;
  /** One for each voice, so that a clip can be made again the same. */
  seed: number;
  /** In its neutral mood. */
  sound: VoiceSound;
  /** References in other moods, by the mood's name. */
  moods: Readonly<Record<string, StoredReference>>;
  /** Key of the sentence that says why it cannot speak, whatever its engine does; null where it can. */
  problem: string | null;
}

export interface VoiceSource {
  /** For this person, null: nobody in particular. Null for a voice there is not, another's, or one that is set inactive. */
  find(voiceId: string, userId: string | null): SpeakingVoice | null;
  /** One of the server's, an inactive one too, for trying it; with `spec` as one of its revisions sounds. */
  findAny(voiceId: string, spec?: VoiceSpec): SpeakingVoice | null;
  /** Of every voice that may be chosen. */
  ids(): string[];
  /** The voice that speaks where a character's own is missing. */
  fallback(): SpeakingVoice;
  /** A reference as engines get it. */
  reference(stored: StoredReference): VoiceReference;
}

/** The voice's sound in a mood; the neutral one where it has no reference of that mood. */
export function soundIn(voice: SpeakingVoice, emotion: string | undefined): VoiceSound {
  const mood = emotion === undefined ? undefined : voice.moods[emotion.toLowerCase()];
  return mood ? { ...voice.sound, reference: mood } : voice.sound;
}

/** What a recipe says of the voice that speaks it. */
export function voiceInRecipe(voice: SpeakingVoice, emotion?: string) {
  const sound = soundIn(voice, emotion);
  return {
    voiceId: voice.id,
    revisionKey: voice.revisionKey,
    sound,
    ...(sound === voice.sound ? {} : { emotion: emotion?.toLowerCase() }),
  };
}
