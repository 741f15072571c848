import type { FileRange } from "@/lib/storage/file-store";

/** What is known of a whole clip. */
export interface ClipFacts {
  key: string;
  /** Hz. */
  sampleRate: number;
  durationMs: number;
  /** Of the whole WAV file, header included. */
  bytes: number;
}

/** A clip that is in the store. */
export interface StoredClip extends ClipFacts {
  kept: true;
  /** Strong entity tag, quotes included; says nothing about the key. */
  etag: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /**
   * The WAV file's bytes, and a play of the clip. Once it resolves it can be read to its end, even if the
   * clip leaves the store. Rejects with StorageError, `missing` when the clip has left it.
   */
  stream(range?: FileRange): Promise<ReadableStream<Uint8Array>>;
  /** A piece of the file in memory, and a play of the clip. Rejects like `stream`. */
  read(range: FileRange): Promise<Uint8Array<ArrayBuffer>>;
  /** Its sound alone, s16le mono; a play too. Rejects like `stream`. */
  pcm(): AsyncIterable<Uint8Array>;
}

/** A whole clip the disk did not take. It stays in memory for a while and is gone then. */
export interface UnstoredClip extends ClipFacts {
  kept: false;
  /** It is hardly what was asked for: delivered, and made anew when it is asked for again. */
  isDoubtful: boolean;
}

export type FinishedClip = StoredClip | UnstoredClip;

/** Whether it is hardly what was asked for; see `SuspicionMeter`. */
export function isDoubtful(made: FinishedClip): boolean {
  return !made.kept && made.isDoubtful;
}

/**
 * Where a producer puts the sound of a clip: s16le mono. What comes after the clip was stopped is dropped.
 */
export interface ClipSink {
  /** Once, before the first sound. `sampleRate` in Hz. */
  start(sampleRate: number): void;
  /** Any number of whole samples; the bytes are copied. Throws UpstreamError `malformed` on half a sample. */
  write(pcm: Uint8Array): void;
  /** What was written is hardly what was asked for: it is delivered and not kept. */
  doubt(): void;
}

/**
 * Makes the sound. Resolves when it is whole; rejects when it failed, and its error goes to everyone who
 * waits. `signal` aborts when nobody is interested any more.
 */
export type ProduceClip = (sink: ClipSink, signal: AbortSignal) => Promise<void>;

/** The sound of one text in one voice: being made, or made. */
export interface Clip {
  readonly key: string;
  /** Resolves at the first sound; rejects with the producer's error if it failed before. */
  readonly started: Promise<{ sampleRate: number }>;
  /** Resolves when the clip is whole and has been stored, or not; rejects with the producer's error. */
  readonly finished: Promise<FinishedClip>;
  /** Null until the sound is whole. */
  readonly facts: ClipFacts | null;
  /**
   * Says that somebody wants this clip; the answer takes that back (once). When the last wish is taken back
   * while the clip is being made, its production is aborted and everyone who waits gets `aborted`. A clip
   * nobody ever held is made to its end.
   */
  hold(): () => void;
  /**
   * Every byte of PCM from the start, the same for every reader, however late it comes. A failure after the
   * first sound is an error after the bytes there were. An abort rejects with the signal's reason. Reading
   * is passive: it keeps no production going.
   */
  read(signal?: AbortSignal): AsyncIterable<Uint8Array>;
}
