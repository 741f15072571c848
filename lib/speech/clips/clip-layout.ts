import type { FileStore } from "@/lib/storage/file-store";
import { readWavHeader, WAV_HEADER_BYTES } from "../wav";

/** Where clips grow before they are whole. */
export const TEMPORARY_FOLDER = "tmp";

// One case only: some file systems do not tell capitals apart.
const KEY = /^[a-z0-9_-]{8,128}$/;
const CLIP_PATH = /^([a-z0-9_-]{2})\/(([a-z0-9_-]{2})[a-z0-9_-]+)\.wav$/;

/** Where a whole clip stands. Throws TypeError for a key that is no file name everywhere. */
export function clipPath(key: string): string {
  if (!KEY.test(key)) throw new TypeError("not a clip key");
  return `${key.slice(0, 2)}/${key}.wav`;
}

/** The key of the clip that stands there; null for any other file. */
export function keyOfPath(path: string): string | null {
  const [, folder, key, start] = CLIP_PATH.exec(path) ?? [];
  return key && folder === start && KEY.test(key) ? key : null;
}

export interface StoredSound {
  sampleRate: number;
  /** Of the whole file. */
  bytes: number;
}

/**
 * What the file of a clip says of itself; null where it is missing or is not as long as its header says.
 * Rejects with StorageError when the disk does not let it be read.
 */
export async function readStoredSound(files: FileStore, key: string): Promise<StoredSound | null> {
  const path = clipPath(key);
  const bytes = await files.size(path);
  if (bytes === null || bytes < WAV_HEADER_BYTES) return null;
  const header = readWavHeader(await files.readBytes(path, { start: 0, end: WAV_HEADER_BYTES - 1 }));
  if (header?.dataOffset !== WAV_HEADER_BYTES || header.dataBytes === "streaming") return null;
  return header.dataBytes + WAV_HEADER_BYTES === bytes ? { sampleRate: header.sampleRate, bytes } : null;
}
