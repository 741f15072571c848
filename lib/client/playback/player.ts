import "client-only";
import type { ApiError } from "../api-client";
import type { PlayerSnapshot } from "../room-state";
import type { AudioOutput, SoundStream } from "./audio-output";
import { createOutput } from "./create-output";
import { onSoundReturn } from "./sound-return";
import { SpeechClip, type SpeechItem } from "./speech-clip";

/** How far the listener is: `positionMs` into that segment; its whole length once that is known. */
export interface Heard {
  lineKey: string;
  segmentIndex: number;
  positionMs: number;
  durationMs: number | null;
}

export interface PlayerListener {
  segmentStarted?(lineKey: string, segmentIndex: number): void;
  segmentEnded?(lineKey: string, segmentIndex: number, durationMs: number): void;
  /** Nothing more of it will be heard; `error.message` is empty where the server said nothing. */
  segmentFailed?(lineKey: string, segmentIndex: number, error: ApiError): void;
  /** A stop took these segments out, the one that sounded first. */
  dropped?(items: readonly SpeechItem[]): void;
}

const FETCHES_AT_ONCE = 3;
const TICK_MS = 25;
/** Shorter silences belong to the speech around them. */
const AUDIBLE_GAP_MS = 150;
const SILENT: PlayerSnapshot = { audible: false, blocked: false, current: null };

/**
 * Plays segments in the order they were queued, joined without gaps, from their first bytes on. Everything
 * goes through one output for the life of the page, because a browser's permission to sound is bound to it.
 */
export class SpeechPlayer {
  #output: AudioOutput | null = null;
  #stream: SoundStream | null = null;
  #clips: SpeechClip[] = [];
  #writtenFrames = 0;
  #lastEnded: Heard | null = null;
  #soundedAt = Number.NEGATIVE_INFINITY;
  #volume = 1;
  #unlocked = false;
  #endReturns: () => void = () => {};
  #timer: ReturnType<typeof setTimeout> | null = null;
  #snapshot: PlayerSnapshot = SILENT;
  readonly #subscribers = new Set<() => void>();
  readonly #listeners = new Set<PlayerListener>();

  constructor(
    private readonly dependencies: { createOutput?: () => AudioOutput; fetch?: typeof fetch } = {},
  ) {}

  /** Opens the way to sound without sounding: done while nothing else is, it does not hold up the first key. */
  prepare(): void {
    this.#openOutput();
  }

  /**
   * Call it synchronously in pointer, key and click handlers: opens sound, or asks for it back. `mayWait`: another act
   * follows before anything is to be heard.
   */
  unlock({ mayWait = false } = {}): void {
    this.#unlocked = true;
    if (mayWait && !this.#output && this.#clips.length === 0) return;
    this.#openOutput()?.resume();
    this.#tick();
  }

  /** The person has tapped since the page was opened. */
  get unlocked(): boolean {
    return this.#unlocked;
  }

  /** Adds a segment at the end and starts to fetch it. */
  enqueue(item: SpeechItem): void {
    this.#clips.push(new SpeechClip(item));
    this.#openOutput()?.resume();
    this.#startFetches();
    this.#tick();
  }

  /** Plays these segments of one line and nothing else: what sounded is faded out. */
  playLine(lineKey: string, segments: readonly { segmentIndex: number; url: string }[]): void {
    void this.stop({ fadeMs: 60 });
    for (const segment of segments) this.enqueue({ lineKey, ...segment });
  }

  /**
   * Fades, drops the queue and its fetches. Resolves with how far the listener was, once it is silent
   * (`fadeMs` later); null when nothing had been heard.
   */
  async stop({ fadeMs = 90 }: { fadeMs?: number } = {}): Promise<Heard | null> {
    const heard = this.position();
    const clips = this.#clips;
    const stream = this.#stream;
    for (const clip of clips) clip.cancel();
    this.#clips = [];
    this.#stream = null;
    this.#writtenFrames = 0;
    this.#lastEnded = null;
    this.#soundedAt = Number.NEGATIVE_INFINITY;
    if (clips.length > 0) this.#emit((listener) => listener.dropped?.(clips.map((clip) => clip.item)));
    this.#tick();
    await stream?.fadeOut(stream.sounding() ? fadeMs : 0);
    return heard;
  }

  /** Where the listener is; in a silence the end of what was last heard; null when nothing was since a stop. */
  position(): Heard | null {
    const clip = this.#clips[0];
    if (!clip?.started || clip.startFrame === null || !this.#stream) return this.#lastEnded;
    return this.#heardOf(clip, this.#stream.heardFrames() - clip.startFrame);
  }

  /** How much sound is in hand without a hole, in ms. */
  remainingMs(): number {
    const first = this.#clips[0];
    if (!first) return 0;
    let frames = (first.startFrame ?? this.#writtenFrames) - (this.#stream?.heardFrames() ?? 0);
    for (const clip of this.#clips) {
      frames += clip.frames;
      if (clip.state !== "loaded") break;
    }
    return Math.max(0, this.#milliseconds(frames));
  }

  /** How loud it is now, 0..1; meant to be read once a frame. */
  level(): number {
    return this.#snapshot.audible ? (this.#output?.level() ?? 0) : 0;
  }

  /** 0..1 */
  setVolume(volume: number): void {
    this.#volume = volume;
    this.#output?.setVolume(volume);
  }

  subscribe = (subscriber: () => void): (() => void) => {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  };

  getSnapshot = (): PlayerSnapshot => this.#snapshot;

  listen(listener: PlayerListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Stops and gives the audio device back. */
  async dispose(): Promise<void> {
    await this.stop();
    this.#endReturns();
    this.#output?.close();
    this.#output = null;
  }

  #openOutput(): AudioOutput | null {
    if (this.#output) return this.#output;
    try {
      this.#output = (this.dependencies.createOutput ?? createOutput)();
      this.#output.setVolume(this.#volume);
      this.#endReturns = onSoundReturn(() => {
        if (this.#clips.length > 0) this.#output?.resume();
      });
    } catch {
      // No way to sound at all: the segments stay queued, the page says "blocked".
    }
    return this.#output;
  }

  #startFetches(): void {
    const output = this.#output;
    if (!output) return;
    let loading = this.#clips.filter((clip) => clip.state === "loading").length;
    const sampleRate = output.ready.then(() => output.sampleRate);
    for (const clip of this.#clips) {
      if (loading >= FETCHES_AT_ONCE) return;
      if (clip.state !== "idle") continue;
      loading++;
      void clip.load(this.dependencies.fetch ?? globalThis.fetch, sampleRate, () => this.#progressed(clip));
    }
  }

  #progressed(clip: SpeechClip): void {
    if (!this.#clips.includes(clip)) return;
    const { lineKey, segmentIndex } = clip.item;
    const { error } = clip;
    if (clip.state === "loaded") this.#startFetches();
    this.#write();
    if (error && clip.frames === 0)
      this.#emit((listener) => listener.segmentFailed?.(lineKey, segmentIndex, error));
    this.#tick();
  }

  /** Hands the output what has come, in the queue's order. */
  #write(): void {
    const output = this.#output;
    for (const clip of this.#clips) {
      const chunks = clip.take();
      if (chunks.length > 0 && output) {
        this.#stream ??= output.open();
        clip.startFrame ??= this.#writtenFrames;
        for (const chunk of chunks) {
          this.#writtenFrames += chunk.length;
          this.#stream.write(chunk);
        }
      }
      if (!clip.written) return;
      // Its last samples may have been taken a moment before it said that they were the last.
      if (!clip.settled) this.#stream?.settle();
      clip.settled = true;
    }
  }

  #tick(): void {
    this.#advance();
    this.#publish();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = this.#clips.length > 0 ? setTimeout(() => this.#tick(), TICK_MS) : null;
  }

  #advance(): void {
    const heardFrames = this.#stream?.heardFrames() ?? 0;
    for (let clip = this.#clips[0]; clip; clip = this.#clips[0]) {
      const { lineKey, segmentIndex } = clip.item;
      const { startFrame: start, error } = clip;
      if (start !== null && heardFrames > start && !clip.started) {
        clip.started = true;
        this.#emit((listener) => listener.segmentStarted?.(lineKey, segmentIndex));
        if (this.#clips[0] !== clip) return;
      }
      if (!clip.written || (start !== null && heardFrames < start + clip.frames)) return;
      this.#clips.shift();
      if (start === null) continue;
      this.#lastEnded = this.#heardOf(clip, clip.frames);
      const durationMs = this.#milliseconds(clip.frames);
      this.#emit((listener) => {
        if (error) listener.segmentFailed?.(lineKey, segmentIndex, error);
        else listener.segmentEnded?.(lineKey, segmentIndex, durationMs);
      });
    }
  }

  #publish(): void {
    const now = performance.now();
    const sounding = this.#clips.length > 0 && (this.#stream?.sounding() ?? false);
    if (sounding) this.#soundedAt = now;
    const audible = this.#clips.length > 0 && now - this.#soundedAt <= AUDIBLE_GAP_MS;
    const first = this.#clips[0];
    const current = first?.started
      ? { lineKey: first.item.lineKey, segmentIndex: first.item.segmentIndex }
      : null;
    const blocked = this.#clips.length > 0 && (this.#output?.blocked ?? true);
    const before = this.#snapshot;
    const sameCurrent =
      before.current?.lineKey === current?.lineKey && before.current?.segmentIndex === current?.segmentIndex;
    if (before.audible === audible && before.blocked === blocked && sameCurrent) return;
    this.#snapshot = { audible, blocked, current: sameCurrent ? before.current : current };
    for (const subscriber of this.#subscribers) subscriber();
  }

  #emit(tell: (listener: PlayerListener) => void): void {
    for (const listener of this.#listeners) tell(listener);
  }

  #heardOf(clip: SpeechClip, frames: number): Heard {
    const { lineKey, segmentIndex } = clip.item;
    return {
      lineKey,
      segmentIndex,
      positionMs: this.#milliseconds(Math.max(0, Math.min(frames, clip.frames))),
      durationMs: clip.state === "loaded" ? this.#milliseconds(clip.frames) : null,
    };
  }

  #milliseconds(frames: number): number {
    return (frames / (this.#output?.sampleRate ?? 48_000)) * 1000;
  }
}
