/** Byte offsets, both inclusive. */
export interface FileRange {
  start: number;
  end: number;
}

export interface FileEntry {
  /** Relative to the store's root, with `/`. */
  path: string;
  bytes: number;
}

/** A file that grows. Nobody else writes it; it is under its final name only when `FileStore.move` put it there. */
export interface GrowingFile {
  append(bytes: Uint8Array): Promise<void>;
  /** Writes over what is already there, from `position` on. */
  overwrite(bytes: Uint8Array, position: number): Promise<void>;
  /** Ends it, its bytes on the disk and not only on the way there. */
  finish(): Promise<void>;
  /** Ends it without caring for its bytes, and removes it. Never rejects. */
  discard(): Promise<void>;
}

/**
 * Files below one root, the only way this product touches its own. Paths are relative, of plain names
 * joined by `/`; one that is absolute or climbs (`..`) throws TypeError. Everything else rejects with
 * StorageError.
 */
export interface FileStore {
  /** The whole file at once, or nothing: never a half one under its name. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** A new file, its folders made; one that exists already is an error. */
  create(path: string): Promise<GrowingFile>;
  /** Replaces `to` in one step. */
  move(from: string, to: string): Promise<void>;
  /** Bytes of a file; null where there is none. */
  size(path: string): Promise<number | null>;
  /** A small piece in memory; shorter where the file ends before. */
  readBytes(path: string, range?: FileRange): Promise<Uint8Array<ArrayBuffer>>;
  /** Resolves once the file is open: then it can be read to its end even if it is removed meanwhile. */
  readStream(path: string, range?: FileRange): Promise<ReadableStream<Uint8Array>>;
  /** Every file below a folder, in no order; nothing where the folder is missing. */
  list(folder: string): AsyncIterable<FileEntry>;
  /** What is already gone counts as removed. */
  remove(path: string): Promise<void>;
}
