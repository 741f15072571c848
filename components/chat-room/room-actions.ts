import type { SpeechPreferences } from "@/lib/client/room-state";

/** Everything a person can do in the room. One stable object for the room's life. */
export interface RoomActions {
  send(text: string): void;
  stop(): void;
  retry(): void;
  continueLine(lineKey: string): void;
  /** Speaks a line again; pressed while it sounds, falls silent. */
  replay(lineKey: string): void;
  speakFrom(lineKey: string, segmentIndex: number): void;
  changeSpeech(change: Partial<SpeechPreferences>): void;
  unlockSound(): void;
  speakEmbedded(): Promise<void>;
  recheckEngines(): void;
  dismissNotice(id: string): void;
  dismissResumed(): void;
  loadDraft(): string;
  saveDraft(text: string): void;
}
