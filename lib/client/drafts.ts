import { type BrowserStorage, readStored, writeStored } from "./browser-storage";

const key = (sessionId: string) => `avatar-forge.draft.${sessionId}`;

/** What stood in the composer of this play; "" when nothing did. */
export function getDraft(storage: BrowserStorage | null, sessionId: string): string {
  const draft = readStored(storage, key(sessionId));
  return typeof draft === "string" ? draft : "";
}

export function setDraft(storage: BrowserStorage | null, sessionId: string, draft: string): void {
  writeStored(storage, key(sessionId), draft === "" ? null : draft);
}
