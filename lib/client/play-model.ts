import { type BrowserStorage, readStored, writeStored } from "./browser-storage";

/** `USUAL_MODEL` of the contract, whose schemas are too much to load here. */
const USUAL = "default";

const key = (sessionId: string) => `avatar-forge.model.${sessionId}`;

/**
 * The model a person chose for a play: in this browser, else what the server keeps of it (`kept`); "" where they chose
 * none, or the usual one.
 */
export function getPlayModel(storage: BrowserStorage | null, sessionId: string, kept: string | null): string {
  const model = askedPlayModel(storage, sessionId) || (kept ?? "");
  return model === USUAL ? "" : model;
}

/** What a turn asks for: the usual model only where a person went back to it, because the server keeps their choice. */
export function askedPlayModel(storage: BrowserStorage | null, sessionId: string): string {
  const model = readStored(storage, key(sessionId));
  return typeof model === "string" ? model : "";
}

export function setPlayModel(storage: BrowserStorage | null, sessionId: string, model: string): void {
  writeStored(storage, key(sessionId), model === "" ? USUAL : model);
}
