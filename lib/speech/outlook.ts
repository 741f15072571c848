import type { SpeechDirectory } from "./directory";
import type { VoiceReference } from "./engine";
import type { SpeakingVoice, VoiceSource } from "./voice";

export interface VoiceOutlook {
  /** Where it would be spoken in a play begun now. */
  pool: string | null;
  /** Key of the sentence that says why it cannot speak now; null where it can. */
  reason: string | null;
}

/** Whether a voice could speak in a play begun now, and what keeps it from it. */
export function outlook(
  speech: SpeechDirectory,
  voices: Pick<VoiceSource, "reference">,
  voice: SpeakingVoice,
): VoiceOutlook {
  const choice = speech.choiceForNewPlay(voice);
  const pool = choice && speech.poolFor(choice, voice, voice.language);
  return { pool, reason: voice.problem ?? hindrance(speech, voices, voice, pool) };
}

function hindrance(
  speech: SpeechDirectory,
  voices: Pick<VoiceSource, "reference">,
  { pool: own, language, sound }: SpeakingVoice,
  pool: string | null,
): string | null {
  if (own !== null && speech.inPool(own).length === 0) return "reason_voice_engine_missing";
  const [instance] = pool === null ? [] : speech.inPool(pool);
  if (pool === null || !instance || !speech.isUp(pool)) return "voice_engine_offline";
  if (!speech.speaks(pool, language)) return "reason_voice_language";
  const { capabilities } = instance.engine;
  if (sound.weights && !capabilities.weights && !instance.isEmbedded) return "reason_voice_weights";
  if (speech.hasLostWeights(pool, sound.weights)) return "reason_voice_weights_unknown";
  if (sound.engineVoice !== null || !capabilities.cloning) return null;
  if (!sound.reference) return capabilities.ownDefault ? null : "reason_voice_no_reference";
  const reference = voices.reference(sound.reference);
  if (capabilities.references === "inline" && !reference.read) return "reason_voice_reference_elsewhere";
  return speech.isUnreadable(pool, reference) ? whyUnreadable(reference) : null;
}

/** Key of the sentence that says what to do where an engine's machine cannot use a clip. */
export function whyUnreadable({ read }: Pick<VoiceReference, "read">): string {
  return read === null ? "voice_clip_refused" : "reason_reference_unreadable";
}
