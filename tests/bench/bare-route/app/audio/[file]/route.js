import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";

export const dynamic = "force-dynamic";

/** A file as it is, or one range of it; nobody is asked who they are. */
export async function GET(request, { params }) {
  const file = path.join(process.env.AUDIO_DIR, (await params).file);
  const { size } = await stat(file);
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.get("range") ?? "") ?? [];
  const headers = { "Content-Type": "audio/wav", "Accept-Ranges": "bytes" };
  if (first === undefined) return new Response(Readable.toWeb(createReadStream(file)), { headers });
  const range = { start: Number(first), end: Number(last) };
  headers["Content-Range"] = `bytes ${first}-${last}/${size}`;
  return new Response(Readable.toWeb(createReadStream(file, range)), { status: 206, headers });
}
