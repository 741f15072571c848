import type { PlaybackReport } from "@/lib/contract/chat";
import type { NoticeData } from "@/lib/contract/chat-events";
import { playbackReportedShape } from "@/lib/contract/session-shapes";
import { apiPost } from "./api-client";
import type { Heard } from "./playback/player";
import type { Clock } from "./retry-delay";

const EVERY_MS = 2000;

export function toReport(heard: Heard, bufferedMs: number): PlaybackReport {
  return {
    segment_index: heard.segmentIndex,
    position_ms: Math.max(0, Math.round(heard.positionMs)),
    buffered_ms: Math.max(0, Math.round(bufferedMs)),
  };
}

/**
 * Tells the server where the listener of a turn is: at every change of segment, and every two seconds
 * while one sounds. A report that does not arrive is followed by the next one.
 */
export class PlaybackReports {
  #timer: unknown = null;

  constructor(
    private readonly dependencies: {
      fetch: typeof fetch;
      clock: Clock;
      read: () => { heard: Heard | null; bufferedMs: number };
      /** What the server has to say of the turn's sounds; the same again and again. */
      onNotices: (turnId: string, notices: readonly NoticeData[]) => void;
    },
  ) {}

  /** Reports now and from now on; replaces what was reported before. */
  begin(turnId: string): void {
    this.end();
    const { fetch, clock, read, onNotices } = this.dependencies;
    const { heard, bufferedMs } = read();
    if (heard) {
      const path = `/api/chat/turns/${encodeURIComponent(turnId)}/playback`;
      apiPost(path, toReport(heard, bufferedMs), { fetch, schema: playbackReportedShape })
        .then(({ notices }) => onNotices(turnId, notices))
        .catch(() => {});
    }
    this.#timer = clock.setTimeout(() => this.begin(turnId), EVERY_MS);
  }

  end(): void {
    if (this.#timer !== null) this.dependencies.clock.clearTimeout(this.#timer);
    this.#timer = null;
  }
}
