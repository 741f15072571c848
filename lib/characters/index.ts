import "server-only";

export { findPreset, listPresets } from "./cast";
export { demoRepertoire } from "./demo";
export { buildPersona, type PersonaFields } from "./persona";
export { listReadings, type ReadingLine, stripRuby } from "./readings";
