import { randomUUID } from "node:crypto";
import { statfsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { toStorageError } from "./storage-error";

/** Bytes this process may still write on the disk a folder is on. Rejects with StorageError. */
export async function freeBytes(folder: string): Promise<number> {
  try {
    // A few microseconds, where the way over the thread pool makes a turn wait behind everything else.
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch (error) {
    throw toStorageError(error, "ask the disk for its free space");
  }
}

/** Makes a folder if need be and tries to write in it. Rejects with the StorageError that says why not. */
export async function ensureWritable(folder: string): Promise<void> {
  const probe = path.join(folder, `.writable-${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true });
    // Not empty: an empty file can still be made on a full disk.
    await writeFile(probe, "writable", { flag: "wx" });
  } catch (error) {
    throw toStorageError(error, "write in the folder");
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}
