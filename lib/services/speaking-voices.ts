import "server-only";
import type { VoiceSource } from "@/lib/speech/voice";
import { toSpeakingVoice, type VoiceCatalog } from "@/lib/voices";

/** The catalog's voices as far as speaking goes. `poolOf` tells where an engine's work is shared. */
export function speakingVoices(catalog: VoiceCatalog, poolOf: (engineId: string) => string): VoiceSource {
  const findAny = (id: string) => {
    const voice = catalog.find(id);
    return voice && toSpeakingVoice(voice, poolOf);
  };
  return {
    findAny,
    find: (id) => (catalog.find(id)?.isActive ? findAny(id) : null),
    fallback: () => {
      const voice = findAny(catalog.defaultVoiceId);
      if (!voice) throw new Error("the default voice is missing");
      return voice;
    },
    reference: (stored) => catalog.reference(stored),
  };
}
