import type { PlaybackReport } from "@/lib/contract/chat";
import type { NoticeData } from "@/lib/contract/chat-events";
import type { ApiError } from "./api-client";
import type { Hearing } from "./hearing";
import { heardUntil, speechOf } from "./line-speech";
import type { PlayerListener, SpeechPlayer } from "./playback/player";
import { PlaybackReports, toReport } from "./playback-reports";
import type { Clock } from "./retry-delay";
import type { RoomNotice, RoomSegment } from "./room-state";
import type { RoomStore } from "./room-store";

/** What the page says itself, in its language. */
export interface ClientSentences {
  /** The server cannot be reached. */
  offline: string;
  /** A stretch could not be made audible, and the server did not say why. */
  speechFailed: string;
}

interface RoomSpeechDependencies {
  fetch: typeof fetch;
  clock: Clock;
  sentences: ClientSentences;
  /** What is heard, or is to be heard next; null after a silencing. */
  onHearing: (hearing: Hearing | null) => void;
}

export interface Interruption {
  lineKey: string;
  turnId: string;
  report: PlaybackReport | null;
}

const SPEECH_PENDING = "SPEECH_PENDING";
/** It is made, only later: the segment is as it was. */
const VOICE_BUSY = "VOICE_BUSY";
/** It sounds, and hardly as it should. */
const SPEECH_DOUBTFUL = "SPEECH_DOUBTFUL";

/** The line a running or just finished turn speaks, heard as it is made. */
interface LiveLine {
  lineKey: string;
  turnId: string;
  /** Segments are played as they come, so much later (ms); null: not by themselves, as after a stop. */
  delayMs: number | null;
}

/** The sound of a room: hands segments to the player and writes what becomes of them into the snapshot. */
export class RoomSpeech {
  readonly #queued = new Map<string, Set<number>>();
  readonly #pending = new Map<string, Set<number>>();
  readonly #reports: PlaybackReports;
  readonly #doubts = new Set<string>();
  #live: LiveLine | null = null;

  constructor(
    private readonly store: RoomStore,
    private readonly player: SpeechPlayer,
    private readonly dependencies: RoomSpeechDependencies,
  ) {
    this.#reports = new PlaybackReports({
      ...dependencies,
      read: () => ({ heard: player.position(), bufferedMs: player.remainingMs() }),
      onNotices: (turnId, notices) => this.#doubted(turnId, notices),
    });
  }

  /** Listens to the player until the returned function is called, which also stops it. */
  attach(): () => void {
    const unlisten = this.player.listen(this.#listener);
    return () => {
      this.#reports.end();
      void this.player.stop();
      unlisten();
    };
  }

  /** From now on this is the line that is spoken as it comes. */
  begin(live: LiveLine): void {
    this.#live = live;
  }

  /** A segment was announced (again). It plays at once where the line is heard live. */
  announce(lineKey: string, segment: RoomSegment, isHeard: boolean): void {
    this.store.changeLine(lineKey, (line) => {
      const others = line.segments.filter((other) => other.index !== segment.index);
      const before = line.segments.find((other) => other.index === segment.index);
      const segments = [...others, { ...segment, state: before?.state ?? segment.state }];
      return { segments: segments.sort((a, b) => a.index - b.index) };
    });
    const live = this.#live;
    const isLive = isHeard && live?.lineKey === lineKey;
    if (isLive && live.delayMs === 0) this.#enqueue(lineKey, [segment.index]);
    else this.#refresh(lineKey);
    if (isLive && live.delayMs) this.#enqueueLater(live, segment.index, live.delayMs);
  }

  /** Unless it is silenced, or asked for from there, meanwhile. */
  #enqueueLater(live: LiveLine, index: number, delayMs: number): void {
    this.dependencies.clock.setTimeout(() => {
      if (this.#live === live && live.delayMs === delayMs) this.#enqueue(live.lineKey, [index]);
    }, delayMs);
  }

  /** A notice about a segment. What sounds or will be tried by the player is judged by the player. */
  noticed(lineKey: string, code: string, index: number): void {
    if (code === VOICE_BUSY || code === SPEECH_DOUBTFUL) return;
    if (code === SPEECH_PENDING) setOf(this.#pending, lineKey).add(index);
    else if (!this.#queued.get(lineKey)?.has(index)) this.store.changeSegment(lineKey, index, "failed");
    this.#refresh(lineKey);
  }

  /**
   * Silences everything. Returns the live line that was cut short and how far it was heard (null: not by
   * ear); null when there was nothing left of it to say.
   */
  interrupt(): Interruption | null {
    const live = this.#live;
    const heard = this.player.position();
    const bufferedMs = this.player.remainingMs();
    const wasQueued = live !== null && setOf(this.#queued, live.lineKey).size > 0;
    void this.player.stop();
    this.#live = null;
    const line = live && this.store.line(live.lineKey);
    if (!line || (!wasQueued && line.state !== "streaming")) return null;
    const isByEar = heard?.lineKey === live.lineKey;
    const until = isByEar ? heardUntil(line, heard) : null;
    if (isByEar) this.store.changeLine(line.key, { heardUntil: until });
    // Written to its end and not heard to it: cut, as the server keeps it.
    if (until !== null) this.store.changeLine(line.key, { state: "interrupted" });
    return { lineKey: line.key, turnId: live.turnId, report: isByEar ? toReport(heard, bufferedMs) : null };
  }

  /** Lines that wait for their voice will not be spoken by themselves any more. */
  forgetPending(): void {
    for (const [lineKey, indexes] of this.#pending) {
      indexes.clear();
      this.#refresh(lineKey);
    }
  }

  isPending(lineKey: string, index: number): boolean {
    return this.#pending.get(lineKey)?.has(index) ?? false;
  }

  /** Plays a line from its beginning; falls silent when it sounds already. */
  replay(lineKey: string): void {
    if ((this.#queued.get(lineKey)?.size ?? 0) > 0) this.silence();
    else this.speakFrom(lineKey, 0);
  }

  /** Plays a line from this segment on and nothing else. */
  speakFrom(lineKey: string, segmentIndex: number): void {
    const line = this.store.line(lineKey);
    this.silence();
    if (this.#live?.lineKey === lineKey) {
      // Heard again, a finished line is not cut by what interrupts it.
      if (line?.state === "streaming") this.#live.delayMs = 0;
      else this.#live = null;
    }
    const indexes = line?.segments.map((segment) => segment.index) ?? [];
    this.#enqueue(
      lineKey,
      indexes.filter((index) => index >= segmentIndex),
    );
  }

  /** The server says so again with every report: once is enough. */
  #doubted(turnId: string, notices: readonly NoticeData[]): void {
    const live = this.#live;
    if (live?.turnId !== turnId) return;
    for (const { code, message, segment_index: segmentIndex = null } of notices) {
      const id = `${turnId}:doubt:${segmentIndex}`;
      if (this.#doubts.has(id)) continue;
      this.#doubts.add(id);
      this.store.addNotice({ id, code, message, lineKey: live.lineKey, segmentIndex });
    }
  }

  /** Tries again what waits for its voice, in the play's order, after what sounds now. */
  speakPending(): void {
    for (const { key } of this.store.get().lines) {
      const queued = setOf(this.#queued, key);
      const waiting = [...setOf(this.#pending, key)].filter((index) => !queued.has(index));
      if (waiting.length > 0) this.#enqueue(key, waiting);
    }
  }

  /** Stops the sound and leaves the turn alone; later segments of the live line stay silent. */
  silence(): void {
    if (this.#live) this.#live.delayMs = null;
    void this.player.stop();
  }

  #enqueue(lineKey: string, indexes: number[]): void {
    const line = this.store.line(lineKey);
    if (!line) return;
    for (const segment of line.segments.filter(({ index }) => indexes.includes(index))) {
      setOf(this.#queued, lineKey).add(segment.index);
      this.store.changeSegment(lineKey, segment.index, "waiting");
      this.player.enqueue({ lineKey, segmentIndex: segment.index, url: segment.audioUrl });
    }
    this.#refresh(lineKey);
  }

  #settle(lineKey: string, index: number, state: RoomSegment["state"]): void {
    this.#queued.get(lineKey)?.delete(index);
    this.store.changeSegment(lineKey, index, state);
    this.#refresh(lineKey);
  }

  #hears(lineKey: string, segmentIndex: number): void {
    const messageId = this.store.line(lineKey)?.messageId;
    if (messageId) this.dependencies.onHearing({ messageId, segmentIndex });
  }

  #refresh(lineKey: string): void {
    const queue = { queued: setOf(this.#queued, lineKey), pending: setOf(this.#pending, lineKey) };
    this.store.changeLine(lineKey, (line) => ({ speech: speechOf(line, queue) }));
  }

  readonly #listener: PlayerListener = {
    segmentStarted: (lineKey, index) => {
      if (!this.store.line(lineKey)) return;
      this.#hears(lineKey, index);
      this.#pending.get(lineKey)?.delete(index);
      this.store.changeSegment(lineKey, index, "playing");
      const live = this.#live?.lineKey === lineKey ? this.#live : null;
      // A doubtful sound is told while it is heard; heard again, it was made again.
      this.store.removeNotices(
        (notice) =>
          notice.lineKey === lineKey &&
          notice.segmentIndex === index &&
          !(live && notice.code === SPEECH_DOUBTFUL),
      );
      this.#refresh(lineKey);
      if (live) this.#reports.begin(live.turnId);
    },
    segmentEnded: (lineKey, index) => {
      if (!this.store.line(lineKey)) return;
      this.#settle(lineKey, index, "played");
      this.#hears(lineKey, index + 1);
      if (setOf(this.#queued, lineKey).size > 0) return;
      // The next segment's start tells the rest; the last one's end has to be told by itself.
      if (this.#live?.lineKey === lineKey) this.#reports.begin(this.#live.turnId);
      this.#reports.end();
    },
    segmentFailed: (lineKey, index, error) => {
      if (!this.store.line(lineKey)) return;
      this.#reports.end();
      this.#fail(lineKey, index, error);
    },
    dropped: (items) => {
      this.#reports.end();
      this.dependencies.onHearing(null);
      for (const { lineKey, segmentIndex } of items) {
        const line = this.store.line(lineKey);
        const segment = line?.segments.find(({ index }) => index === segmentIndex);
        const wasHeard = segment?.state === "playing" || this.#live?.lineKey !== lineKey;
        if (segment) this.#settle(lineKey, segmentIndex, wasHeard ? "played" : "waiting");
      }
    },
  };

  /** An engine or a server that is away is waited for; anything else is a failure to try again by hand. */
  #fail(lineKey: string, segmentIndex: number, error: ApiError): void {
    const isAway = error.code === "SERVICE_UNAVAILABLE" || error.code === "OFFLINE";
    if (isAway) setOf(this.#pending, lineKey).add(segmentIndex);
    else this.#pending.get(lineKey)?.delete(segmentIndex);
    const isTold = this.store
      .get()
      .notices.some((notice) => notice.lineKey === lineKey && notice.segmentIndex === segmentIndex);
    if (!isTold) this.store.addNotice(this.#noticeOf(lineKey, segmentIndex, error, isAway));
    this.#settle(lineKey, segmentIndex, isAway ? "waiting" : "failed");
  }

  #noticeOf(lineKey: string, segmentIndex: number, error: ApiError, isAway: boolean): RoomNotice {
    const own =
      error.code === "OFFLINE"
        ? this.dependencies.sentences.offline
        : this.dependencies.sentences.speechFailed;
    return {
      id: `speech:${lineKey}:${segmentIndex}`,
      code: isAway ? SPEECH_PENDING : "SPEECH_FAILED",
      message: error.message || own,
      lineKey,
      segmentIndex,
    };
  }
}

function setOf(sets: Map<string, Set<number>>, lineKey: string): Set<number> {
  const known = sets.get(lineKey);
  if (known) return known;
  const made = new Set<number>();
  sets.set(lineKey, made);
  return made;
}
