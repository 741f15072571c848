import "server-only";

export { ensureWritable, freeBytes } from "./disk";
export type { FileEntry, FileRange, FileStore, GrowingFile } from "./file-store";
export { createFilesystem } from "./filesystem";
export { StorageError, type StorageErrorKind } from "./storage-error";
