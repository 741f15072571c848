import { createDeferred } from "@/lib/async/deferred";
import { EventLog } from "@/lib/async/event-log";
import { StorageError } from "@/lib/storage/storage-error";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { pcmDurationMs, WAV_HEADER_BYTES } from "../wav";
import type { Clip, ClipFacts, ClipSink, FinishedClip, ProduceClip, StoredClip } from "./clip";
import type { ClipFile } from "./clip-file";

/** More than an hour at 32 kHz: an engine that sends more than this is not speaking a text. */
const MAX_CLIP_BYTES = 256 * 1024 * 1024;

export interface GrowingClipOptions {
  key: string;
  /** The clip if it is made already; never rejects. */
  lookUp: () => Promise<StoredClip | null>;
  produce: ProduceClip;
  createFile: (sampleRate: number) => ClipFile;
  /** Stores the whole clip; null where the disk did not take it. Never rejects. */
  store: (facts: ClipFacts, file: ClipFile) => Promise<StoredClip | null>;
  /** Throws away the file of a clip that failed. */
  discard: (file: ClipFile) => void;
  /** It is settled: stored, whole but not stored, or (null) failed. Called once. */
  onSettled: (clip: GrowingClip, outcome: FinishedClip | null) => void;
}

/** A clip from the first time somebody asks for it until it is stored, or failed. */
export class GrowingClip implements Clip {
  readonly key: string;
  readonly #options: GrowingClipOptions;
  readonly #started = createDeferred<{ sampleRate: number }>();
  readonly #finished = createDeferred<FinishedClip>();
  readonly #abort = new AbortController();
  /** The sound so far. Once it is stored only the readers that came before still have it. */
  #sound: EventLog<Uint8Array> | null = new EventLog();
  #stored: StoredClip | null = null;
  #file: ClipFile | null = null;
  #facts: ClipFacts | null = null;
  #sampleRate = 0;
  #pcmBytes = 0;
  #wishes = 0;
  /** Nothing more is added: the sound is whole, or it failed. */
  #over = false;
  #wasRead = false;
  #isDoubtful = false;

  constructor(options: GrowingClipOptions) {
    this.key = options.key;
    this.#options = options;
    void this.#run();
  }

  get started(): Promise<{ sampleRate: number }> {
    return this.#started.promise;
  }

  get finished(): Promise<FinishedClip> {
    return this.#finished.promise;
  }

  get facts(): ClipFacts | null {
    return this.#facts;
  }

  /** Whether anybody has begun to read it. */
  get wasRead(): boolean {
    return this.#wasRead;
  }

  hold(): () => void {
    this.#wishes += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#wishes -= 1;
      if (this.#wishes === 0) this.stop();
    };
  }

  read(signal?: AbortSignal): AsyncIterable<Uint8Array> {
    this.#wasRead = true;
    if (this.#sound) return this.#sound.follow(0, signal);
    const replay = new EventLog<Uint8Array>();
    void this.#replay(replay);
    return replay.follow(0, signal);
  }

  /** Ends the production, if it still runs: everyone who waits gets `aborted`. */
  stop(): void {
    if (this.#over) return;
    const error = new UpstreamError("aborted", "the clip was stopped");
    this.#fail(error);
    this.#abort.abort(error);
  }

  /** Lets go of a whole clip's sound in memory; new readers get it from the store, or a StorageError. */
  release(): void {
    this.#sound = null;
  }

  async #run(): Promise<void> {
    const { lookUp, produce, store, onSettled } = this.#options;
    const stored = await lookUp();
    if (this.#over) return;
    if (stored) {
      this.#finishFrom(stored);
      return;
    }
    try {
      await produce(this.#sink(), this.#abort.signal);
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.#over) return;
    if (!this.#file) {
      this.#fail(new UpstreamError("malformed", "the engine sent no sound"));
      return;
    }
    const facts: ClipFacts = {
      key: this.key,
      sampleRate: this.#sampleRate,
      durationMs: pcmDurationMs(this.#pcmBytes, this.#sampleRate),
      bytes: this.#pcmBytes + WAV_HEADER_BYTES,
    };
    this.#over = true;
    this.#facts = facts;
    this.#sound?.end();
    if (this.#isDoubtful) this.#options.discard(this.#file);
    else this.#stored = await store(facts, this.#file);
    if (this.#stored) this.release();
    const outcome: FinishedClip = this.#stored ?? { ...facts, kept: false, isDoubtful: this.#isDoubtful };
    onSettled(this, outcome);
    this.#finished.resolve(outcome);
  }

  #finishFrom(stored: StoredClip): void {
    this.#over = true;
    this.#stored = stored;
    this.#facts = stored;
    const early = this.#sound;
    this.release();
    if (early && this.#wasRead) void this.#replay(early);
    this.#options.onSettled(this, stored);
    this.#started.resolve({ sampleRate: stored.sampleRate });
    this.#finished.resolve(stored);
  }

  #sink(): ClipSink {
    return {
      start: (sampleRate) => {
        if (this.#sampleRate !== 0) throw new Error("the clip was started before");
        if (!Number.isInteger(sampleRate) || sampleRate < 1) {
          this.#refuse("the engine named no sample rate");
        }
        this.#sampleRate = sampleRate;
      },
      write: (pcm) => {
        if (this.#sampleRate === 0) throw new Error("the clip was not started");
        if (pcm.byteLength % 2 !== 0) this.#refuse("the engine sent half a sample");
        if (!this.#over && pcm.byteLength > 0) this.#add(new Uint8Array(pcm));
      },
      doubt: () => {
        this.#isDoubtful = true;
      },
    };
  }

  #add(pcm: Uint8Array): void {
    this.#pcmBytes += pcm.byteLength;
    if (this.#pcmBytes > MAX_CLIP_BYTES) this.#refuse("the engine does not end");
    this.#file ??= this.#options.createFile(this.#sampleRate);
    this.#file.write(pcm);
    this.#sound?.append(pcm);
    this.#started.resolve({ sampleRate: this.#sampleRate });
  }

  #refuse(message: string): never {
    const error = new UpstreamError("malformed", message);
    this.#fail(error);
    throw error;
  }

  #fail(error: unknown): void {
    if (this.#over) return;
    this.#over = true;
    this.#options.onSettled(this, null);
    this.#started.reject(error);
    this.#finished.reject(error);
    this.#sound?.fail(error);
    if (this.#file) this.#options.discard(this.#file);
  }

  /** A stored clip's sound, read once into memory however slow its reader is. */
  async #replay(log: EventLog<Uint8Array>): Promise<void> {
    try {
      if (!this.#stored) throw new StorageError("missing", "the clip is gone");
      for await (const pcm of this.#stored.pcm()) log.append(pcm);
      log.end();
    } catch (error) {
      log.fail(error);
    }
  }
}
