import { type BrowserStorage, readStored, writeStored } from "./browser-storage";

const key = (sessionId: string) => `avatar-forge.model.${sessionId}`;

/** The model a person chose for a play; "" where the server chooses. */
export function getPlayModel(storage: BrowserStorage | null, sessionId: string): string {
  const model = readStored(storage, key(sessionId));
  return typeof model === "string" ? model : "";
}

export function setPlayModel(storage: BrowserStorage | null, sessionId: string, model: string): void {
  writeStored(storage, key(sessionId), model === "" ? null : model);
}
