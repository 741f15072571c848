import type { EmbeddedTimbre, VoiceReference } from "./engine";

/** A voice as far as speaking goes; where it comes from is the voice catalog's business. */
export interface SpeakingVoice {
  id: string;
  /** Changes with everything that changes its sound. */
  revisionKey: string;
  timbre: EmbeddedTimbre;
  reference: VoiceReference;
  /** One for each voice, so that a clip can be made again the same. */
  seed: number;
}

export interface VoiceSource {
  /** Null for a voice there is not. */
  find(voiceId: string): SpeakingVoice | null;
  /** The voice that speaks where a character's own is missing. */
  fallback(): SpeakingVoice;
}
