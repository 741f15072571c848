import { createHash } from "node:crypto";
import type { Logger } from "pino";
import { createSerial, type Serial } from "@/lib/async/serial";
import type { FileRange, FileStore } from "@/lib/storage/file-store";
import { StorageError } from "@/lib/storage/storage-error";
import { WAV_HEADER_BYTES } from "../wav";
import type { ClipFacts, StoredClip } from "./clip";
import type { ClipIndex, ClipRow } from "./clip-index";
import { clipPath } from "./clip-layout";
import { WarmClips } from "./warm-clips";

const EVICTION_BATCH = 32;
const NOTE_PLAYS_MS = 5000;

export interface ClipShelfOptions {
  files: FileStore;
  index: ClipIndex;
  /** Of all kept clips together. */
  maxBytes: number;
  logger: Logger;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/** The whole clips: files under their final names, and a row for each. */
export class ClipShelf {
  readonly #options: ClipShelfOptions;
  /** Everything that changes files or rows takes its turn here, so that no two changes meet on one clip. */
  readonly serial: Serial = createSerial();
  /** When clips were played (ms since the epoch), as far as the index does not know it yet. */
  readonly #plays = new Map<string, number>();
  #notingPlays: NodeJS.Timeout | undefined;
  readonly #warm = new WarmClips();

  constructor(options: ClipShelfOptions) {
    this.#options = options;
  }

  /**
   * A clip whose row and file agree, else null; also null when the disk or the index does not answer. What a
   * file says in its header was looked at when it was put here, and is in every sweep.
   */
  async openStored(key: string): Promise<StoredClip | null> {
    const { files, index, logger } = this.#options;
    const warm = this.#warm.get(key);
    if (warm) return warm;
    try {
      const row = await index.find(key);
      return row && (await files.size(clipPath(key))) === row.bytes ? this.#stored(row) : null;
    } catch (error) {
      if (!(error instanceof StorageError && error.kind === "missing")) {
        logger.warn({ err: error }, "clip not opened: the store does not answer");
      }
      return null;
    }
  }

  /** Moves a finished file into its place, then makes room. Rejects where the disk or the index refuses. */
  async put(facts: ClipFacts, temporaryPath: string): Promise<StoredClip> {
    const { files, index, now } = this.#options;
    const row: ClipRow = { ...facts, createdAt: now() };
    await this.serial(async () => {
      await files.move(temporaryPath, clipPath(row.key));
      await index.put(row);
      this.#warm.forget(row.key);
    });
    void this.#later("could not make room for clips", () => this.#evict());
    return this.#stored(row);
  }

  #stored(row: ClipRow): StoredClip {
    const end = row.bytes - 1;
    const stream = async (range: FileRange = { start: 0, end }) => {
      const opened = await this.#options.files.readStream(clipPath(row.key), range);
      this.#played(row.key);
      return opened;
    };
    const read = async (range: FileRange) => {
      const load = (piece: FileRange) => this.#options.files.readBytes(clipPath(row.key), piece);
      const bytes = await this.#warm.read(clip, range, load);
      this.#played(row.key);
      return bytes;
    };
    async function* pcm() {
      yield* await stream({ start: WAV_HEADER_BYTES, end });
    }
    const clip: StoredClip = { ...row, kept: true, etag: entityTag(row), stream, read, pcm };
    return clip;
  }

  /** Takes clips away; one that is being played goes on to its end. Rejects where the disk or the index refuses. */
  async remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.serial(() => this.#remove(key));
  }

  /** After files or rows were changed by somebody else. */
  forgetWarm(): void {
    this.#warm.clear();
  }

  /** Tells the index of plays it does not know of yet; never rejects. */
  async notePlays(): Promise<void> {
    clearTimeout(this.#notingPlays);
    this.#notingPlays = undefined;
    if (this.#plays.size === 0) return;
    await this.#later("could not note that clips were played", () => this.#touchPlayed());
  }

  /** A clip may be played a thousand times a second: the index hears of it now and then, and before it is asked. */
  #played(key: string): void {
    this.#plays.set(key, this.#options.now());
    this.#notingPlays ??= setTimeout(() => void this.notePlays(), NOTE_PLAYS_MS).unref();
  }

  async #touchPlayed(): Promise<void> {
    for (const [key, at] of this.#plays) {
      this.#plays.delete(key);
      await this.#options.index.touch(key, at);
    }
  }

  async #evict(): Promise<void> {
    const { index, maxBytes } = this.#options;
    await this.#touchPlayed();
    let excess = (await index.totalBytes()) - maxBytes;
    while (excess > 0) {
      const rows = await index.leastRecent(EVICTION_BATCH);
      if (rows.length === 0) return;
      for (const row of rows) {
        if (excess <= 0) return;
        await this.#remove(row.key);
        excess -= row.bytes;
      }
    }
  }

  /** The file first: a row without a file is found out, a file without a row is only in the way. */
  async #remove(key: string): Promise<void> {
    try {
      await this.#options.files.remove(clipPath(key));
      await this.#options.index.remove(key);
    } finally {
      this.#warm.forget(key);
    }
  }

  #later(failure: string, task: () => Promise<void>): Promise<void> {
    return this.serial(task).catch((error: unknown) => {
      this.#options.logger.warn({ err: error }, failure);
    });
  }
}

/** Says nothing of the key. */
function entityTag({ key, bytes, createdAt }: ClipRow): string {
  const digest = createHash("sha256").update(`${key} ${bytes} ${createdAt}`).digest("base64url");
  return `"${digest.slice(0, 22)}"`;
}
