import "server-only";

export type { TravellingVoice } from "./card/card-voice";
export { CARD_LIMITS } from "./card/limits";
export { fillMacros, type MacroContext } from "./card/macros";
export { CardExchange, type CardExportFormat } from "./card-exchange";
export { CardVoices } from "./card-voices";
export { findPreset, listPresets } from "./cast";
export { CharacterFiles } from "./character-files";
export { CharacterLibrary } from "./character-library";
export { demoRepertoire } from "./demo";
export { CharacterDrafter } from "./drafter";
export { addressOf, cardName } from "./names";
export { buildPersona, type PersonaFields } from "./persona";
export { MAX_PICTURE_BYTES, PICTURE_SIZES } from "./picture";
export { listReadings, type ReadingLine, stripRuby } from "./readings";
export { StoryDrafter } from "./story-drafter";
