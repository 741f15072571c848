import "server-only";
import { createHash } from "node:crypto";
import type { SpeakingVoice, VoiceSource } from "@/lib/speech/voice";
import type { Voice, VoiceCatalog } from "@/lib/voices";

/** The catalog's voices as far as speaking goes. `poolOf` tells where an engine's work is shared. */
export function speakingVoices(catalog: VoiceCatalog): VoiceSource {
  const speaking = (voice: Voice): SpeakingVoice => ({
    id: voice.id,
    language: voice.language,
    revisionKey: catalog.revisionKey(voice),
    pool: null,
    controls: {},
    sound: {
      timbre: voice.timbre,
      reference: catalog.storedReference(voice),
      auxiliaryReferences: [],
      engineVoice: null,
      weights: null,
      scene: null,
    },
    moods: {},
    seed: createHash("sha256").update(voice.id).digest().readUInt32BE(0) % 2 ** 31,
    problem: null,
  });
  const find = (id: string) => {
    const voice = catalog.find(id);
    return voice && speaking(voice);
  };
  return {
    find,
    fallback: () => {
      const voice = find(catalog.defaultVoiceId);
      if (!voice) throw new Error("the default voice is missing");
      return voice;
    },
    reference: (stored) => catalog.reference(stored),
  };
}
