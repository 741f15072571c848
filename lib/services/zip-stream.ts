import "server-only";
import { Zip, ZipDeflate, ZipPassThrough } from "fflate";

export interface ZipEntry {
  /** Inside the zip, with `/`. */
  path: string;
  modifiedAt: Date;
  /** A text is packed; bytes are stored as they come. */
  content: string | AsyncIterable<Uint8Array>;
}

/** The bytes of a zip, made while they are read: no more than a piece of one entry is in memory. */
export async function* zipStream(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const made: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    if (piece.byteLength > 0) made.push(piece);
  });
  for await (const { path, modifiedAt, content } of entries) {
    const isText = typeof content === "string";
    const file = isText ? new ZipDeflate(path) : new ZipPassThrough(path);
    file.mtime = modifiedAt;
    zip.add(file);
    if (isText) file.push(Buffer.from(content, "utf8"), true);
    else {
      for await (const piece of content) {
        file.push(piece);
        yield* made.splice(0);
      }
      file.push(new Uint8Array(0), true);
    }
    yield* made.splice(0);
  }
  zip.end();
  yield* made.splice(0);
}
