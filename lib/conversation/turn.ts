import { setMaxListeners } from "node:events";
import { EventLog } from "@/lib/async/event-log";
import type { AppError } from "@/lib/contract/app-error";
import type { PlaybackReport } from "@/lib/contract/chat";
import type { ChatEvent, ChatEventBody, NoticeData } from "@/lib/contract/chat-events";
import type { TurnStage } from "@/lib/metrics/metrics";
import type { SpeechChoice } from "@/lib/speech/directory";

const STAGES: Partial<Record<ChatEventBody["type"], TurnStage>> = {
  text: "first_token",
  segment: "first_segment",
  done: "done",
  error: "done",
};

export interface TurnIdentity {
  id: string;
  playId: string;
  ownerId: string;
  messageId: string;
  userMessageId: string | null;
}

/**
 * One answer while it is made: an append-only log any number of readers follow from any position. It lives
 * on the server, not in a connection, and ends early only on purpose.
 */
export class Turn {
  readonly events = new EventLog<ChatEvent>();
  /** Reaches every engine call the turn makes, speech that outlives its text included. */
  readonly abort = new AbortController();
  /** Resolves when the turn's end is stored. */
  readonly ended: Promise<void>;
  /** What the listener's player said last, and when (ms since the epoch). */
  playback: (PlaybackReport & { at: number }) | null = null;
  /** What is to be said of its sounds that turned out doubtful after its log had ended. */
  readonly doubts: NoticeData[] = [];
  /** What its `error` event told, once it has ended with one. */
  failure: AppError | null = null;
  /** The person chose another voice engine while this answer is written: what comes from now on is spoken by it. */
  chosenVoice: SpeechChoice | null = null;
  /** Its prompt is the first to carry a newer summary. */
  isSummarized = false;
  /** Told each stage of the turn once, ms after its request came. */
  onStage: (stage: TurnStage, ms: number) => void = () => {};
  readonly #startedAt = performance.now();
  #askedAt = this.#startedAt;
  readonly #reached = new Map<TurnStage, number>();
  #settle: () => void = () => {};

  constructor(readonly identity: TurnIdentity) {
    // Each segment of a line waits for it.
    setMaxListeners(0, this.abort.signal);
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** When its request came (`performance.now()`); what was before the turn is waiting too. */
  askedAt(time: number): void {
    this.#askedAt = time;
    this.onStage("queued", this.#startedAt - time);
  }

  reach(stage: TurnStage): void {
    if (this.#reached.has(stage)) return;
    const ms = this.elapsedMs();
    this.#reached.set(stage, ms);
    this.onStage(stage, ms);
  }

  /** When it came to this stage, ms after its request came; null: not yet. */
  reachedMs(stage: TurnStage): number | null {
    const ms = this.#reached.get(stage);
    return ms === undefined ? null : Math.round(ms);
  }

  /** Since its request came. */
  elapsedMs(): number {
    return performance.now() - this.#askedAt;
  }

  append(event: ChatEventBody): void {
    if (this.events.closed) return;
    const stage = STAGES[event.type];
    if (stage) this.reach(stage);
    this.events.append({ ...event, id: this.events.length + 1 } as ChatEvent);
  }

  /** Nothing more comes; readers leave after the last event. */
  end(): void {
    this.events.end();
    this.#settle();
  }

  cancel(): void {
    this.abort.abort();
  }
}
