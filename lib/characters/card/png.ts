import { crc32, inflateSync } from "node:zlib";
import { cardError } from "./card-error";
import { CARD_LIMITS } from "./limits";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

interface Chunk {
  type: string;
  data: Buffer;
}

/** A text a picture carries; Latin-1, as its format has it. */
export interface PngText {
  keyword: string;
  text: string;
}

export function isPng(bytes: Uint8Array): boolean {
  return bytes.length >= 8 && SIGNATURE.equals(bytes.subarray(0, 8));
}

/**
 * The texts (`tEXt`, `zTXt`) of a picture under keywords somebody wants, in their order, wherever they stand. Chunks with
 * a wrong check sum, and texts that unpack to more than a card may be, one by one or together, are passed over. Throws
 * `card_truncated` where the picture ends in a chunk.
 */
export function readPngTexts(bytes: Uint8Array, isWanted: (keyword: string) => boolean): PngText[] {
  let left: number = CARD_LIMITS.unpackedBytes;
  return readChunks(bytes).flatMap(({ type, data }) => {
    const keyword = /^(tEXt|zTXt)$/.test(type) ? keywordOf(data) : null;
    if (keyword === null || !isWanted(keyword)) return [];
    const body = data.subarray(keyword.length + 1);
    if (type === "tEXt") return [{ keyword, text: body.toString("latin1") }];
    // Base64 of the JSON: a third longer than it.
    const most = Math.min(CARD_LIMITS.jsonBytes * 2, left);
    const text = unpack(body, most);
    left -= text === null ? most : text.length;
    return text === null ? [] : [{ keyword, text }];
  });
}

/** The picture with these texts before its end, in place of earlier ones under the same keywords (any letter case). */
export function withPngTexts(picture: Uint8Array, texts: readonly PngText[]): Buffer {
  const replaced = new Set(texts.map(({ keyword }) => keyword.toLowerCase()));
  const kept = readChunks(picture).filter((chunk) => {
    const text = /^(tEXt|zTXt)$/.test(chunk.type) ? keywordOf(chunk.data) : null;
    return text === null || !replaced.has(text.toLowerCase());
  });
  const end = kept.findIndex(({ type }) => type === "IEND");
  const added = texts.map(({ keyword, text }) => ({
    type: "tEXt",
    data: Buffer.from(`${keyword}\0${text}`, "latin1"),
  }));
  const at = end === -1 ? kept.length : end;
  return Buffer.concat([SIGNATURE, ...kept.toSpliced(at, 0, ...added).map(writeChunk)]);
}

function readChunks(bytes: Uint8Array): Chunk[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = 8; at < file.length; ) {
    if (at + 12 > file.length) throw cardError("card_truncated");
    const length = file.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > file.length) throw cardError("card_truncated");
    const body = file.subarray(at + 4, end - 4);
    const type = body.toString("latin1", 0, 4);
    if (crc32(body) === file.readUInt32BE(end - 4)) chunks.push({ type, data: body.subarray(4) });
    if (type === "IEND") return chunks;
    if (chunks.length > CARD_LIMITS.entries) throw cardError("card_unknown_format");
    at = end;
  }
  throw cardError("card_truncated");
}

function writeChunk({ type, data }: Chunk): Buffer {
  const chunk = Buffer.alloc(data.length + 12);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, "latin1");
  data.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return chunk;
}

function keywordOf(data: Buffer): string | null {
  const end = data.indexOf(0);
  return end > 0 && end <= 79 ? data.toString("latin1", 0, end) : null;
}

/** A `zTXt`'s text; null for one that is broken or longer than that. */
function unpack(body: Buffer, mostBytes: number): string | null {
  if (body[0] !== 0 || mostBytes <= 0) return null;
  try {
    return inflateSync(body.subarray(1), { maxOutputLength: mostBytes }).toString("latin1");
  } catch {
    return null;
  }
}
