import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import type { FileStore } from "@/lib/storage/file-store";
import type { Clip, ClipFacts, FinishedClip, ProduceClip, StoredClip } from "./clips/clip";
import { ClipFile } from "./clips/clip-file";
import type { ClipIndex } from "./clips/clip-index";
import { clipPath, TEMPORARY_FOLDER } from "./clips/clip-layout";
import { ClipShelf } from "./clips/clip-shelf";
import { GrowingClip } from "./clips/growing-clip";
import { type SweepReport, sweepClips } from "./clips/sweep";
import { readSoundFacts } from "./encode/sound-facts";

export type {
  Clip,
  ClipFacts,
  ClipSink,
  FinishedClip,
  ProduceClip,
  StoredClip,
  UnstoredClip,
} from "./clips/clip";
export { isDoubtful } from "./clips/clip";
export type { ClipIndex, ClipRow } from "./clips/clip-index";
export type { SweepReport } from "./clips/sweep";
export { streamWav } from "./clips/wav-stream";

/** With less space than this on the disk no clip is kept. */
export const MIN_FREE_BYTES_FOR_CLIPS = 512 * 1024 * 1024;

const UNHEARD_FOR_MS = 60_000;

export interface ClipStoreOptions {
  /** Below the folder of clips; nothing else lives there. */
  storage: FileStore;
  index: ClipIndex;
  /** Bytes free on the disk of that folder. */
  freeBytes: () => Promise<number>;
  /** Of all kept clips; beyond it those played longest ago go. */
  maxBytes: number;
  logger: Logger;
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** Of whole clips the disk did not take, which can be played from memory for a while. */
  maxUnstoredBytes?: number;
}

/** Sound by content: made once however many ask, played while it is made, kept for the next time. */
export interface ClipStore {
  /**
   * The clip with this key: the one being made, else the stored one, else it is made now by `produce`. Two
   * callers of one key never cause two productions, unless the first was stopped or failed.
   * Throws TypeError for a key that is not 8..128 of `[a-z0-9_-]`.
   */
  open(key: string, produce: ProduceClip): Clip;
  /**
   * The clip that is being made, or is whole and waits in memory because the disk did not take it; once, one that is
   * doubtful and that nobody has heard.
   */
  live(key: string): Clip | null;
  /** The stored clip, null where there is none that is whole. Never rejects. */
  openStored(key: string): Promise<StoredClip | null>;
  /** Takes stored clips away; asked for again they are made again. Rejects where the disk or the index refuses. */
  remove(keys: readonly string[]): Promise<void>;
  /** Stored clips that were found, and those that were made, since the start. */
  readonly counts: { hits: number; misses: number };
  /** As `remove`, and what is being made or waits in memory too; what is being played plays on. */
  forget(keys: readonly string[]): Promise<void>;
  /** Removes what a crash left behind; rejects when the disk or the index refuses. Once after the start; may run while clips are made and played. */
  sweep(): Promise<SweepReport>;
  /** Resolves when what has been begun on the disk (making room, noting plays, throwing away failed clips) is done. */
  settled(): Promise<void>;
  /** Stops every production and waits until nothing of it is left on the disk. */
  close(): Promise<void>;
}

export function createClipStore(options: ClipStoreOptions): ClipStore {
  return new Clips(options);
}

class Clips implements ClipStore {
  readonly #options: ClipStoreOptions;
  readonly #shelf: ClipShelf;
  readonly #live = new Map<string, GrowingClip>();
  /** Whole clips the disk did not take, oldest first, with their bytes. */
  readonly #unstored = new Map<GrowingClip, number>();
  /** Doubtful sounds nobody has read: they wait a while for who was told of them. */
  readonly #unheard = new Map<string, GrowingClip>();
  readonly #temporaryPrefix = `${TEMPORARY_FOLDER}/${randomUUID()}-`;
  #fileCount = 0;
  readonly #counts = { hits: 0, misses: 0 };
  readonly #discarding = new Set<Promise<void>>();

  constructor(options: ClipStoreOptions) {
    this.#options = options;
    const { storage: files, index, maxBytes, logger, now = Date.now } = options;
    this.#shelf = new ClipShelf({ files, index, maxBytes, logger, now });
  }

  open(key: string, produce: ProduceClip): Clip {
    clipPath(key);
    const current = this.#live.get(key);
    if (current) return current;
    let temporaryPath = "";
    const clip = new GrowingClip({
      key,
      produce: (sink, signal) => {
        this.#counts.misses += 1;
        return produce(sink, signal);
      },
      lookUp: () => this.#found(key),
      createFile: (sampleRate) => {
        temporaryPath = `${this.#temporaryPrefix}${this.#fileCount++}.wav`;
        return this.#createFile(temporaryPath, sampleRate);
      },
      store: (facts, file) => this.#store(facts, file, temporaryPath),
      discard: (file) => this.#discard(file),
      onSettled: (settled, outcome) => this.#onSettled(settled, outcome),
    });
    this.#live.set(key, clip);
    return clip;
  }

  get counts() {
    return { ...this.#counts };
  }

  async remove(keys: readonly string[]): Promise<void> {
    // What was played a moment ago is written down before anything is judged by it.
    await this.#shelf.notePlays();
    await this.#shelf.remove(keys);
  }

  live(key: string): Clip | null {
    const unheard = this.#unheard.get(key);
    this.#unheard.delete(key);
    return this.#live.get(key) ?? unheard ?? null;
  }

  openStored(key: string): Promise<StoredClip | null> {
    return this.#shelf.openStored(key);
  }

  async sweep(): Promise<SweepReport> {
    const { storage: files, index } = this.#options;
    const isInUse = (path: string) => path.startsWith(this.#temporaryPrefix);
    try {
      return await sweepClips({ files, index, serial: this.#shelf.serial, isInUse });
    } finally {
      this.#shelf.forgetWarm();
    }
  }

  async settled(): Promise<void> {
    await Promise.all(this.#discarding);
    await this.#shelf.notePlays();
    await this.#shelf.serial(async () => undefined);
  }

  async forget(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.#unheard.delete(key);
      const live = this.#live.get(key);
      if (!live) continue;
      live.stop();
      await live.finished.catch(() => {});
      this.#unstored.delete(live);
      this.#live.delete(key);
    }
    await this.#shelf.remove(keys);
  }

  async close(): Promise<void> {
    for (const clip of [...this.#live.values()]) clip.stop();
    await this.settled();
  }

  async #found(key: string): Promise<StoredClip | null> {
    const stored = await this.#shelf.openStored(key);
    if (stored) this.#counts.hits += 1;
    return stored;
  }

  #createFile(path: string, sampleRate: number): ClipFile {
    const { storage: files, freeBytes, logger } = this.#options;
    const hasRoom = async () => (await freeBytes()) >= MIN_FREE_BYTES_FOR_CLIPS;
    return new ClipFile({ files, path, sampleRate, hasRoom, logger });
  }

  async #store(facts: ClipFacts, file: ClipFile, temporaryPath: string): Promise<StoredClip | null> {
    if (!(await file.finish())) return null;
    try {
      return await this.#shelf.put(await this.#factsOnDisk(facts, temporaryPath), temporaryPath);
    } catch (error) {
      this.#options.logger.warn({ err: error }, "clip not kept: it could not be put in its place");
      await file.discard();
      return null;
    }
  }

  /** What is kept of a clip is what its file says; throws where that is not what was written. */
  async #factsOnDisk({ key, sampleRate, bytes: written }: ClipFacts, path: string): Promise<ClipFacts> {
    const { storage: files } = this.#options;
    const bytes = (await files.size(path)) ?? 0;
    const read = (start: number, end: number) => files.readBytes(path, { start, end: end - 1 });
    const told = await readSoundFacts({ bytes, read });
    if (told?.sampleRate !== sampleRate || bytes !== written)
      throw new Error("the file is not what was written");
    return { key, bytes, ...told };
  }

  #discard(file: ClipFile): void {
    const done = file.discard().finally(() => this.#discarding.delete(done));
    this.#discarding.add(done);
  }

  #onSettled(clip: GrowingClip, outcome: FinishedClip | null): void {
    if (outcome?.kept === false && !outcome.isDoubtful) {
      this.#keepInMemory(clip, outcome.bytes);
      return;
    }
    if (this.#live.get(clip.key) === clip) this.#live.delete(clip.key);
    if (outcome && !outcome.kept && !clip.wasRead) this.#keepUnheard(clip);
  }

  #keepUnheard(clip: GrowingClip): void {
    const { key } = clip;
    this.#unheard.set(key, clip);
    const forget = () => {
      if (this.#unheard.get(key) === clip) this.#unheard.delete(key);
    };
    setTimeout(forget, UNHEARD_FOR_MS).unref();
  }

  #keepInMemory(clip: GrowingClip, bytes: number): void {
    const { maxUnstoredBytes = 64 * 1024 * 1024 } = this.#options;
    this.#unstored.set(clip, bytes);
    let excess = [...this.#unstored.values()].reduce((sum, size) => sum + size, -maxUnstoredBytes);
    for (const [oldest, size] of this.#unstored) {
      if (excess <= 0) return;
      excess -= size;
      this.#unstored.delete(oldest);
      if (this.#live.get(oldest.key) === oldest) this.#live.delete(oldest.key);
      oldest.release();
    }
  }
}
