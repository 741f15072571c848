import { z } from "zod";
import { type BrowserStorage, readStored, writeStored } from "./browser-storage";

const hearing = z.object({ messageId: z.string(), segmentIndex: z.number().int().min(0) });

/** Which segment of which message a tab is hearing, or is to hear next. */
export type Hearing = z.infer<typeof hearing>;

const key = (playId: string) => `avatar-forge.hearing.${playId}`;

/** What this tab was hearing of a play when it was left; null when nothing, or when it had been silenced. */
export function readHearing(storage: BrowserStorage | null, playId: string): Hearing | null {
  return hearing.safeParse(readStored(storage, key(playId))).data ?? null;
}

/** Kept over a reload, in this tab alone. */
export function keepHearing(storage: BrowserStorage | null, playId: string, now: Hearing | null): void {
  writeStored(storage, key(playId), now);
}
