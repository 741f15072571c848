import type { Character } from "@/lib/contract/character";
import type { Session } from "@/lib/contract/session";
import type { MessagePage } from "@/lib/contract/session-shapes";

/** One stretch of a character's line that sounds (or will) in one piece. */
export interface RoomSegment {
  index: number;
  /** UTF-16 offsets in the line's content. */
  start: number;
  end: number;
  audioUrl: string;
  /** The mood of the voice's reference it is spoken with; null = the neutral one. */
  emotion: string | null;
  state: "waiting" | "playing" | "played" | "failed";
}

export interface RoomLine {
  /** Stable while the line lives on the page (a React key): the client's id until the server names it, then still that. */
  key: string;
  /** The server's message id; null until the server has stored the line. */
  messageId: string | null;
  role: "user" | "character";
  speaker: string;
  content: string;
  state: "streaming" | "complete" | "interrupted" | "failed";
  /** none: nothing to hear · pending: waits as text · playing · played · failed */
  speech: "none" | "pending" | "playing" | "played" | "failed";
  /** UTF-16 offset up to which the line was heard before it was cut; null = not cut. */
  heardUntil: number | null;
  segments: RoomSegment[];
  /** Which of its takes this is, from 0. */
  take: { index: number; count: number };
  /** What a rewriting names; null until it was read from the server. */
  version: number | null;
  /** The sound of the whole line. */
  audioUrl: string | null;
}

/**
 * What the room is doing. `connecting`: the line is on its way, nothing has come back · `thinking`: the turn runs,
 * no text yet · `answering`: text is coming · `reconnecting`: the connection broke, the turn goes on at the server ·
 * `paused`: the play's language engine is away, the line is kept and sent again when it returns.
 */
export type RoomPhase = "ready" | "connecting" | "thinking" | "answering" | "reconnecting" | "paused";

export interface RoomProblem {
  /** The API's error code, or `OFFLINE` when the server itself cannot be reached, `SESSION_GONE` when the play was deleted elsewhere. */
  code: string;
  /** A sentence in the person's language. */
  message: string;
  /** What the button offers: send the kept line again, or let an interrupted line go on. */
  action: "retry" | "continue" | null;
  /** From 1, while the person waits for a seat. */
  place?: number;
}

export interface RoomNotice {
  id: string;
  code: string;
  message: string;
  /** The line it belongs to; null = the room. */
  lineKey: string | null;
  segmentIndex: number | null;
}

export interface RoomSnapshot {
  session: Session;
  lines: RoomLine[];
  /** Where the lines before these are read; null when all are here. */
  older: string | null;
  /** How many lines of the play come before the first of these. */
  linesBefore: number;
  /** A line that was taken out and can be brought back. */
  removed: { key: string } | null;
  /** `provider/name` of the model that answers: chosen, or as the last turn named it; null: the server's own choice. */
  model: string | null;
  phase: RoomPhase;
  problem: RoomProblem | null;
  notices: RoomNotice[];
  /** The connection broke and came back during this turn; until dismissed. */
  resumed: boolean;
}

/** What the player tells the page. The level is read apart (`player.level()`), at the page's own frame rate. */
export interface PlayerSnapshot {
  /** True exactly while sound can be heard. */
  audible: boolean;
  /** The browser wants a tap before it lets sound out. */
  blocked: boolean;
  /** What sounds now. */
  current: { lineKey: string; segmentIndex: number } | null;
}

export interface RoomInitial {
  session: Session;
  character: Character;
  /** The newest lines. */
  page: MessagePage;
}

/** Kept in localStorage under `avatar-forge.speech`; the same names as the API's fields. */
export interface SpeechPreferences {
  tts_enabled: boolean;
  /** When a line is spoken: as it is written, that much later, or when it is pressed. */
  tts_mode: "realtime" | "delayed" | "on_click";
  /** Of `delayed`, in ms. */
  tts_delay_ms: number;
  tts_streaming_mode: 0 | 1 | 2 | 3;
  tts_speed: number;
  /** 0..1 */
  volume: number;
}
