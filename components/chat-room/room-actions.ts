import type { VoiceChange } from "@/lib/client/chat-session";
import type { EditOutcome } from "@/lib/client/line-changes";
import type { RoomLine, SpeechPreferences } from "@/lib/client/room-state";

/** Everything a person can do in the room. One stable object for the room's life. */
export interface RoomActions {
  send(text: string): void;
  stop(): void;
  retry(): void;
  continueLine(lineKey: string): void;
  /** Another take of a line, or of the answer to one's own. */
  retake(lineKey: string): void;
  /** Tells another take of a line; `index` from 0. */
  selectTake(lineKey: string, index: number): void;
  /** The line as the server has it now; null when it is gone. */
  readLine(lineKey: string): Promise<RoomLine | null>;
  editLine(line: RoomLine, content: string): Promise<EditOutcome>;
  takeTheirs(line: RoomLine): void;
  removeLine(lineKey: string): void;
  undoRemove(): void;
  /** Begins a new play with everything up to this line, and goes there. */
  branch(lineKey: string): void;
  /** Reads the lines before those that are shown. */
  readOlder(): void;
  /** Speaks a line again; pressed while it sounds, falls silent. */
  replay(lineKey: string): void;
  speakFrom(lineKey: string, segmentIndex: number): void;
  /** Falls silent; the turn goes on. */
  silence(): void;
  changeSpeech(change: Partial<SpeechPreferences>): void;
  /** Who speaks this play's next lines and how. Rejects with the sentence for the person. */
  changeVoice(change: VoiceChange): Promise<void>;
  /** What the person is called in this play from now on; "" = as the scene has it. */
  callPerson(name: string): void;
  /** Gives the play another title. Rejects with the sentence for the person. */
  renamePlay(title: string): Promise<void>;
  /** Deletes the play and leaves the room. Rejects with the sentence for the person. */
  deletePlay(): Promise<void>;
  /** The model of this play; "" = the server's own choice. */
  loadModel(): string;
  saveModel(model: string): void;
  unlockSound(): void;
  speakEmbedded(): Promise<void>;
  recheckEngines(): void;
  dismissNotice(id: string): void;
  dismissResumed(): void;
  /** Three lines the person could say next. Rejects with the sentence for the person. */
  askHints(signal: AbortSignal): Promise<string[]>;
  loadDraft(): string;
  saveDraft(text: string): void;
}
