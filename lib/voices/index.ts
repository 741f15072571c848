import "server-only";

export {
  createVoiceCatalog,
  type ReferenceOverride,
  type VoiceCatalog,
  type VoiceCatalogOptions,
} from "./catalog";
export type { VoicesFileProblem } from "./operator-voices";
export { OwnVoices } from "./own-voices";
export { checkRecording, referenceClip, strangersClip } from "./reference-wav";
export { toSpeakingVoice } from "./speaking-voice";
export { travellingVoice } from "./travelling-voice";
export { DEFAULT_VOICE_ID, type Voice } from "./voice";
export { type GivenReference, VoiceEditor } from "./voice-editor";
export { VoiceExchange } from "./voice-exchange";
export { createWithClips } from "./voice-from-clips";
export { voiceFacts } from "./voice-view";
