import "server-only";

export {
  createVoiceCatalog,
  type ReferenceOverride,
  type VoiceCatalog,
  type VoiceCatalogOptions,
} from "./catalog";
export { DEFAULT_VOICE_ID, type Voice } from "./voice";
