import { inflateRawSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const UTF8_NAMES = 0x0800;
const ENCRYPTED = 0x0001;

export interface PackageLimits {
  /** Of one file in it, unpacked. */
  fileBytes: number;
  /** Of everything unpacked. */
  unpackedBytes: number;
  entries: number;
}

export interface PackageFile {
  /** Inside the package, with `/`. */
  path: string;
  bytes: Uint8Array;
}

export interface Package {
  files: PackageFile[];
  /** Names that were passed over, and why. */
  passedOver: { path: string; reason: "unsafe" | "too_large" | "broken" | "encrypted" }[];
}

interface Entry {
  path: string;
  flags: number;
  method: number;
  packedBytes: number;
  bytes: number;
  offset: number;
}

/** Whether a zip's end stands in this file, whatever stands before it (a JPEG, mostly). */
export function isPackage(bytes: Uint8Array): boolean {
  return findEnd(toBuffer(bytes)) !== null;
}

/**
 * The files of a zip, found from its end, as the format has it: so a picture in front of it does no harm. Unsafe names
 * (absolute, climbing) and whatever would unpack to more than `limits` are passed over, never written anywhere. Null where
 * the list of files is not whole, or too long.
 */
export function readPackage(file: Uint8Array, limits: PackageLimits): Package | null {
  const bytes = toBuffer(file);
  const files: PackageFile[] = [];
  const passedOver: Package["passedOver"] = [];
  let left = limits.unpackedBytes;
  const listed = listEntries(bytes, limits.entries);
  if (!listed) return null;
  const { entries, shift } = listed;
  for (const entry of entries) {
    const path = safePath(entry.path);
    if (entry.path.endsWith("/")) continue;
    const refuse = (reason: Package["passedOver"][number]["reason"]) =>
      passedOver.push({ path: entry.path.slice(0, 200), reason });
    if (path === null) refuse("unsafe");
    else if (entry.flags & ENCRYPTED) refuse("encrypted");
    else if (entry.bytes > Math.min(limits.fileBytes, left)) refuse("too_large");
    else {
      // Spent on what turns out to be broken too: the same bytes may be listed a thousand times.
      left -= entry.bytes;
      const content = unpack(bytes, entry, shift);
      if (content === null) refuse("broken");
      else files.push({ path, bytes: content });
    }
  }
  return { files, passedOver };
}

/** A zip of these files; texts as UTF-8. */
export function writePackage(files: readonly { path: string; content: Uint8Array | string }[]): Uint8Array {
  return zipSync(
    Object.fromEntries(
      files.map(({ path, content }) => [path, typeof content === "string" ? strToU8(content) : content]),
    ),
    { level: 6 },
  );
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function findEnd(bytes: Buffer): number | null {
  const first = Math.max(0, bytes.length - END_BYTES - LONGEST_COMMENT);
  for (let at = bytes.length - END_BYTES; at >= first; at--) {
    if (bytes.readUInt32LE(at) === END_SIGNATURE) return at;
  }
  return null;
}

function listEntries(bytes: Buffer, most: number): { entries: Entry[]; shift: number } | null {
  const end = findEnd(bytes);
  if (end === null) return null;
  const count = bytes.readUInt16LE(end + 10);
  const listBytes = bytes.readUInt32LE(end + 12);
  const listOffset = bytes.readUInt32LE(end + 16);
  // What stands before the zip moves everything by its length, if its writer did not count it.
  const shift = end - listBytes - listOffset;
  if (shift < 0 || count > most) return null;
  const entries: Entry[] = [];
  for (let at = end - listBytes, index = 0; index < count; index++) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== ENTRY_SIGNATURE) return null;
    const nameBytes = bytes.readUInt16LE(at + 28);
    const next = at + 46 + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (next > end) return null;
    const flags = bytes.readUInt16LE(at + 8);
    entries.push({
      path: nameOf(bytes.subarray(at + 46, at + 46 + nameBytes), flags),
      flags,
      method: bytes.readUInt16LE(at + 10),
      packedBytes: bytes.readUInt32LE(at + 20),
      bytes: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    });
    at = next;
  }
  return { entries, shift };
}

/** Many writers put UTF-8 there without saying so. */
function nameOf(bytes: Buffer, flags: number): string {
  if (flags & UTF8_NAMES) return bytes.toString("utf8");
  const text = bytes.toString("utf8");
  return text.includes("\uFFFD") ? bytes.toString("latin1") : text;
}

function unpack(bytes: Buffer, entry: Entry, shift: number): Uint8Array | null {
  const at = entry.offset + shift;
  if (at + 30 > bytes.length) return null;
  const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  const packed = bytes.subarray(start, start + entry.packedBytes);
  if (packed.length !== entry.packedBytes) return null;
  try {
    if (entry.method === 0) return packed.length === entry.bytes ? packed : null;
    if (entry.method !== 8) return null;
    // The list may lie about the size: no more than it says is ever unpacked.
    const content = inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.bytes) });
    return content.length === entry.bytes ? content : null;
  } catch {
    return null;
  }
}

/** NFC and `/`; null for a name that leads out of the package, or nowhere. */
function safePath(name: string): string | null {
  const path = name.normalize("NFC").replaceAll("\\", "/");
  if (path === "" || path.startsWith("/") || /^[A-Za-z]:/.test(path) || /[\0-\x1f]/.test(path)) return null;
  return path.split("/").some((part) => part === ".." || part === ".") ? null : path;
}
