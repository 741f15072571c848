import "server-only";
import type { VoiceSpec } from "@/lib/contract/voices";
import type { VoiceSource } from "@/lib/speech/voice";
import { toSpeakingVoice, type VoiceCatalog } from "@/lib/voices";

/** The catalog's voices as far as speaking goes. `poolOf` tells where an engine's work is shared. */
export function speakingVoices(catalog: VoiceCatalog, poolOf: (engineId: string) => string): VoiceSource {
  const findAny = (id: string, spec?: VoiceSpec) => {
    const voice = catalog.find(id, null);
    return voice && toSpeakingVoice(spec ? { ...voice, spec } : voice, poolOf);
  };
  return {
    findAny,
    find: (id, userId) => {
      const voice = catalog.find(id, userId);
      return voice?.isActive ? toSpeakingVoice(voice, poolOf) : null;
    },
    ids: () => catalog.list().flatMap(({ id, isActive }) => (isActive ? [id] : [])),
    fallback: () => {
      const voice = findAny(catalog.defaultVoiceId);
      if (!voice) throw new Error("the default voice is missing");
      return voice;
    },
    reference: (stored) => catalog.reference(stored),
  };
}
