import { fields, number, text } from "@/lib/contract/shape";
import { type BrowserStorage, readStored, writeStored } from "./browser-storage";

/** Which segment of which message a tab is hearing, or is to hear next. */
export interface Hearing {
  messageId: string;
  segmentIndex: number;
}

const isHearing = fields<Hearing>({ messageId: text, segmentIndex: number });

const key = (playId: string) => `avatar-forge.hearing.${playId}`;

/** What this tab was hearing of a play when it was left; null when nothing, or when it had been silenced. */
export function readHearing(storage: BrowserStorage | null, playId: string): Hearing | null {
  const kept = readStored(storage, key(playId));
  return isHearing(kept) ? kept : null;
}

/** Kept over a reload, in this tab alone. */
export function keepHearing(storage: BrowserStorage | null, playId: string, now: Hearing | null): void {
  writeStored(storage, key(playId), now);
}
