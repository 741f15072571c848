import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, opendir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { FileEntry, FileRange, FileStore, GrowingFile } from "./file-store";
import { StorageError, toStorageError } from "./storage-error";

/** Every piece costs a turn through the thread pool: few large ones serve more than many small ones. */
const READ_CHUNK_BYTES = 256 * 1024;

/** Files below a folder of this machine. The folder need not exist yet. */
export function createFilesystem(root: string): FileStore {
  return new Filesystem(path.resolve(root));
}

class Filesystem implements FileStore {
  constructor(private readonly root: string) {}

  async write(file: string, bytes: Uint8Array): Promise<void> {
    // Beside its goal, because a rename cannot cross from one disk to another.
    const temporary = `${file}.${randomUUID()}.tmp`;
    const growing = await this.create(temporary);
    try {
      await growing.append(bytes);
      await growing.finish();
      await this.move(temporary, file);
    } catch (error) {
      await growing.discard();
      throw error;
    }
  }

  async create(file: string): Promise<GrowingFile> {
    const target = this.locate(file);
    return attempt("make a file", async () => {
      await mkdir(path.dirname(target), { recursive: true });
      return growingFile(await open(target, "wx"), target);
    });
  }

  async move(from: string, to: string): Promise<void> {
    const [source, target] = [this.locate(from), this.locate(to)];
    await attempt("put a file in its place", async () => {
      await mkdir(path.dirname(target), { recursive: true });
      await rename(source, target);
    });
  }

  async size(file: string): Promise<number | null> {
    const target = this.locate(file);
    try {
      const found = await stat(target);
      return found.isFile() ? found.size : null;
    } catch (error) {
      const failure = toStorageError(error, "look for a file");
      if (failure.kind === "missing" || failure.kind === "not_a_folder") return null;
      throw failure;
    }
  }

  async readBytes(file: string, range?: FileRange): Promise<Uint8Array<ArrayBuffer>> {
    const target = this.locate(file);
    return attempt("read a file", async () => {
      const handle = await open(target, "r");
      try {
        const { start, end } = range ?? { start: 0, end: (await handle.stat()).size - 1 };
        const bytes = Buffer.allocUnsafeSlow(Math.max(0, end - start + 1));
        let length = 0;
        while (length < bytes.byteLength) {
          const { bytesRead } = await handle.read(bytes, length, bytes.byteLength - length, start + length);
          if (bytesRead === 0) break;
          length += bytesRead;
        }
        return new Uint8Array(bytes.buffer as ArrayBuffer, 0, length);
      } finally {
        // Nothing was written: whoever asked need not wait for it.
        handle.close().catch(() => undefined);
      }
    });
  }

  async readStream(file: string, range?: FileRange): Promise<ReadableStream<Uint8Array>> {
    const target = this.locate(file);
    const handle = await attempt("open a file", () => open(target, "r"));
    return streamOf(handle, range ?? { start: 0, end: Number.POSITIVE_INFINITY });
  }

  async *list(folder: string): AsyncIterable<FileEntry> {
    const target = folder === "" ? this.root : this.locate(folder);
    try {
      for await (const entry of await opendir(target)) {
        if (!isPlainName(entry.name)) continue;
        const inside = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) yield* this.list(inside);
        const bytes = entry.isFile() ? await this.size(inside) : null;
        if (bytes !== null) yield { path: inside, bytes };
      }
    } catch (error) {
      const failure = toStorageError(error, "list a folder");
      if (failure.kind !== "missing") throw failure;
    }
  }

  async remove(file: string): Promise<void> {
    const target = this.locate(file);
    await attempt("remove a file", () => rm(target, { force: true }));
  }

  private locate(file: string): string {
    const names = file.split("/");
    if (!names.every(isPlainName)) throw new TypeError("not a path inside the store");
    return path.join(this.root, ...names);
  }
}

function isPlainName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[/\\\0]/.test(name);
}

async function attempt<T>(operation: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw toStorageError(error, operation);
  }
}

function growingFile(handle: FileHandle, target: string): GrowingFile {
  return {
    // `writeFile` and not `write`: on a nearly full disk a write may be a short one without an error.
    append: (bytes) => attempt("write a file", () => handle.writeFile(bytes)),
    overwrite: (bytes, position) =>
      attempt("write a file", async () => {
        const { bytesWritten } = await handle.write(bytes, 0, bytes.byteLength, position);
        if (bytesWritten < bytes.byteLength) throw new StorageError("failed", "wrote only a part");
      }),
    finish: () =>
      attempt("finish a file", async () => {
        await handle.sync();
        await handle.close();
      }),
    discard: async () => {
      await handle.close().catch(() => undefined);
      await rm(target, { force: true }).catch(() => undefined);
    },
  };
}

function streamOf(handle: FileHandle, { start, end }: FileRange): ReadableStream<Uint8Array> {
  let position = start;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const wanted = Math.max(0, Math.min(READ_CHUNK_BYTES, end - position + 1));
          const chunk = Buffer.allocUnsafeSlow(wanted);
          const { bytesRead } = wanted > 0 ? await handle.read(chunk, 0, wanted, position) : { bytesRead: 0 };
          position += bytesRead;
          if (bytesRead > 0) controller.enqueue(new Uint8Array(chunk.buffer, 0, bytesRead));
          if (bytesRead > 0 && position <= end) return;
          controller.close();
          await handle.close();
        } catch (error) {
          await handle.close().catch(() => undefined);
          throw toStorageError(error, "read a file");
        }
      },
      async cancel() {
        await handle.close();
      },
    },
    { highWaterMark: 0 },
  );
}
