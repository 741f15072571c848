import "server-only";
import { createHash } from "node:crypto";
import type { SpeakingVoice, VoiceSource } from "@/lib/speech/voice";
import type { Voice, VoiceCatalog } from "@/lib/voices";

/** The catalog's voices as far as speaking goes. */
export function speakingVoices(catalog: VoiceCatalog): VoiceSource {
  const speaking = (voice: Voice): SpeakingVoice => ({
    id: voice.id,
    revisionKey: catalog.revisionKey(voice),
    timbre: voice.timbre,
    reference: catalog.referenceFor(voice),
    seed: createHash("sha256").update(voice.id).digest().readUInt32BE(0) % 2 ** 31,
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
  };
}
