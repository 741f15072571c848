import type { EngineCapabilities } from "@/lib/contract/engines";
import type { SpeechCapabilities } from "./engine";

/** What an engine can do, as an admin sees it. */
export function capabilitiesView(capabilities: SpeechCapabilities): EngineCapabilities {
  return {
    languages: [...capabilities.languages],
    streaming: capabilities.streamingModes.some((mode) => mode > 0),
    cloning: capabilities.cloning,
    uploads: capabilities.references === "inline",
    own_voices: capabilities.ownVoices,
    several_speakers: capabilities.multiSpeaker,
    sampling_controls: capabilities.fixedSampling !== true,
    weights: capabilities.weights,
    max_characters: capabilities.maxCharacters,
  };
}
