import type { EngineWatch } from "@/lib/upstream/watch";
import type { SpeechEngine, VoiceReference, VoiceWeights } from "./engine";

/** One engine at one address, as it is set up. */
export interface SpeechInstanceSetup {
  id: string;
  name: string;
  /** Instances of one pool sound the same and share their work; all are of one kind. */
  pool: string;
  engine: SpeechEngine;
  /** What it speaks, where its model speaks less than its kind can. */
  languages?: readonly string[] | undefined;
  /** The model it starts with; null: not known. */
  defaultWeights: VoiceWeights | null;
  /** Our folder of references as its machine sees it, where that differs from what the others see. */
  referenceDir?: string | undefined;
  /** Another model was loaded into it before this process began. */
  isModelChanged?: boolean;
}

export interface SpeechInstance extends SpeechInstanceSetup {
  languages: readonly string[];
  watch: EngineWatch;
  isEmbedded: boolean;
}

/** What a voice needs of an engine: a pool of its own, or (null) any that clones. */
export interface VoiceNeeds {
  pool: string | null;
}

/** What of a voice an engine has to have before it speaks. */
export interface VoiceModel {
  weights: VoiceWeights | null;
  reference: VoiceReference | null;
}
