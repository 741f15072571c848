import type { Logger } from "pino";
import type { FileStore, GrowingFile } from "@/lib/storage/file-store";
import { wavHeader } from "../wav";

export interface ClipFileOptions {
  files: FileStore;
  path: string;
  sampleRate: number;
  /** Whether the disk has room for one more clip. */
  hasRoom: () => Promise<boolean>;
  logger: Logger;
}

/**
 * The file a clip is written to while it is being made. Whatever the disk does, nothing here throws or waits
 * for it but `finish` and `discard`, which say how it went.
 */
export class ClipFile {
  readonly #options: ClipFileOptions;
  #pending: Uint8Array[] = [];
  #file: GrowingFile | null = null;
  #givenUp = false;
  #bytes = 0;
  #tail: Promise<void>;

  constructor(options: ClipFileOptions) {
    this.#options = options;
    this.#tail = this.#attempt(() => this.#create());
  }

  write(pcm: Uint8Array): void {
    if (this.#givenUp) return;
    this.#bytes += pcm.byteLength;
    this.#pending.push(pcm);
    if (this.#pending.length > 1) return;
    this.#tail = this.#tail.then(() => this.#attempt(() => this.#flush()));
  }

  /** Whether the file is whole, its header true, its bytes on the disk; if not, nothing is left of it. */
  async finish(): Promise<boolean> {
    await this.#tail;
    await this.#attempt(async () => {
      const header = wavHeader({ sampleRate: this.#options.sampleRate, dataBytes: this.#bytes });
      await this.#file?.overwrite(header, 0);
      await this.#file?.finish();
    });
    return !this.#givenUp;
  }

  async discard(): Promise<void> {
    this.#givenUp = true;
    this.#pending = [];
    await this.#tail;
    await this.#file?.discard();
  }

  async #create(): Promise<void> {
    const { files, path, sampleRate, hasRoom, logger } = this.#options;
    if (!(await hasRoom())) {
      logger.warn("clip not kept: the disk is nearly full");
      this.#giveUp();
      return;
    }
    this.#file = await files.create(path);
    await this.#file.append(wavHeader({ sampleRate, dataBytes: "streaming" }));
  }

  async #flush(): Promise<void> {
    const pieces = this.#pending.splice(0);
    await this.#file?.append(pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces));
  }

  async #attempt(step: () => Promise<void>): Promise<void> {
    if (this.#givenUp) return;
    try {
      await step();
    } catch (error) {
      if (!this.#givenUp) this.#options.logger.warn({ err: error }, "clip not kept: the disk refused it");
      this.#giveUp();
      await this.#file?.discard();
    }
  }

  #giveUp(): void {
    this.#givenUp = true;
    this.#pending = [];
  }
}
