import { createHash } from "node:crypto";
import type { VoiceReferenceClip } from "@/lib/contract/voices";
import type { EmbeddedTimbre } from "@/lib/speech/engine";
import type { SpeakingVoice, StoredReference, VoiceSound } from "@/lib/speech/voice";
import { BUILTIN_VOICES } from "./builtin-voices";
import type { Voice } from "./voice";

const NEUTRAL = "neutral";
/** eSpeak NG's own middle, for a voice nobody gave a timbre. */
const PLAIN_TIMBRE: EmbeddedTimbre = { variant: "", pitch: 50, range: 50, rate: 175 };

/** A voice as far as speaking goes. `poolOf` tells where the work of what its `engineId` names is shared. */
export function toSpeakingVoice(voice: Voice, poolOf: (engineId: string) => string): SpeakingVoice {
  const { id, language, engineId, spec, revision, source, isActive } = voice;
  const { scene_prompt: _scene, max_new_tokens: _tokens, ...controls } = spec.settings;
  const sound = soundOf(voice);
  const moods = moodsOf(spec.references);
  // A shipped voice's revision is raised by hand; another's sound is all there is to it.
  const told = [source === "shipped" ? revision : 0, sound, moods];
  return {
    id,
    language,
    revisionKey: digest(JSON.stringify(told)).toString("hex").slice(0, 16),
    pool: engineId === null ? null : poolOf(engineId),
    controls,
    seed: controls.seed ?? digest(id).readUInt32BE(0) % 2 ** 31,
    sound,
    moods,
    problem: isActive ? null : "reason_voice_inactive",
  };
}

function soundOf({ spec }: Voice): VoiceSound {
  const { references, engine_voice: engineVoice, gpt_weights_path: gpt, sovits_weights_path: sovits } = spec;
  const [first, ...others] = references;
  return {
    timbre: spec.timbre ?? BUILTIN_VOICES[0]?.timbre ?? PLAIN_TIMBRE,
    reference: first ? stored(first) : null,
    auxiliaryReferences: others.filter(({ emotion }) => emotion === NEUTRAL).map(stored),
    engineVoice: engineVoice || null,
    weights: gpt || sovits ? { gpt: gpt || null, sovits: sovits || null } : null,
    scene: spec.settings.scene_prompt ?? null,
    // Only where it is set: the keys of clips made before there was one stay theirs.
    ...(spec.settings.max_new_tokens && { maxNewTokens: spec.settings.max_new_tokens }),
  };
}

/** The first reference of each mood. */
function moodsOf(references: readonly VoiceReferenceClip[]): Record<string, StoredReference> {
  const moods = references.slice(1).filter(({ emotion }) => emotion !== NEUTRAL);
  return Object.fromEntries(moods.reverse().map((clip) => [clip.emotion, stored(clip)]));
}

function stored({
  file,
  ref_audio_path: path,
  prompt_text,
  prompt_lang,
}: VoiceReferenceClip): StoredReference {
  return {
    ...(file === undefined ? { path: path ?? "" } : { file }),
    promptText: prompt_text,
    promptLang: prompt_lang,
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
