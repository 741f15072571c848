import { createHash } from "node:crypto";
import type { Logger } from "pino";
import { createSerial, type Serial } from "@/lib/async/serial";
import type { FileRange, FileStore } from "@/lib/storage/file-store";
import { StorageError } from "@/lib/storage/storage-error";
import { WAV_HEADER_BYTES } from "../wav";
import type { ClipFacts, StoredClip } from "./clip";
import type { ClipIndex, ClipRow } from "./clip-index";
import { clipPath, readStoredSound } from "./clip-layout";

const EVICTION_BATCH = 32;

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

  constructor(options: ClipShelfOptions) {
    this.#options = options;
  }

  /** A clip whose row and file agree, else null; also null when the disk or the index does not answer. */
  async openStored(key: string): Promise<StoredClip | null> {
    const { files, index, logger } = this.#options;
    try {
      const row = await index.find(key);
      const sound = row && (await readStoredSound(files, key));
      return row && sound?.bytes === row.bytes ? this.#stored(row) : null;
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
    });
    void this.#later("could not make room for clips", () => this.#evict());
    return this.#stored(row);
  }

  #stored(row: ClipRow): StoredClip {
    const { files, index, now } = this.#options;
    const stream = async (range?: FileRange) => {
      const opened = await files.readStream(clipPath(row.key), range);
      void this.#later("could not note that a clip was played", () => index.touch(row.key, now()));
      return opened;
    };
    async function* pcm() {
      yield* await stream({ start: WAV_HEADER_BYTES, end: row.bytes - 1 });
    }
    return { ...row, kept: true, etag: entityTag(row), stream, pcm };
  }

  async #evict(): Promise<void> {
    const { files, index, maxBytes } = this.#options;
    let excess = (await index.totalBytes()) - maxBytes;
    while (excess > 0) {
      const rows = await index.leastRecent(EVICTION_BATCH);
      if (rows.length === 0) return;
      for (const row of rows) {
        if (excess <= 0) return;
        // The file first: a row without a file is found out, a file without a row is only in the way.
        await files.remove(clipPath(row.key));
        await index.remove(row.key);
        excess -= row.bytes;
      }
    }
  }

  #later(failure: string, task: () => Promise<void>): Promise<void> {
    return this.serial(task).catch((error: unknown) => {
      this.#options.logger.warn({ err: error }, failure);
    });
  }
}

function entityTag({ key, bytes, createdAt }: ClipRow): string {
  const digest = createHash("sha256").update(`${key} ${bytes} ${createdAt}`).digest("base64url");
  return `"${digest.slice(0, 22)}"`;
}
