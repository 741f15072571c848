import { UpstreamError } from "@/lib/upstream/upstream-error";

const PIECE_BYTES = 32 * 1024;

/** A sound that is here as a whole, in pieces, so that an abort still ends it between two. */
export async function* inPieces(sound: Uint8Array, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < sound.byteLength; offset += PIECE_BYTES) {
    if (signal.aborted) throw new UpstreamError("aborted", "call was aborted");
    yield sound.subarray(offset, offset + PIECE_BYTES);
  }
}

/** Refuses what nobody can say: engines answer it with noise, silence or an error, each its own. */
export function assertSpeakable(text: string): void {
  if (!/[\p{L}\p{N}]/u.test(text)) throw new UpstreamError("rejected", "nothing to say");
}
