import type { UpstreamAnswer } from "@/lib/upstream/http";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { readRawPcm, readWavStream, type WavStream } from "./wav-stream";

/** What OpenAI's own interface and most of these models speak at, in Hz. */
const DEFAULT_RATE = 24_000;
const RAW = /^$|^audio\/(?:pcm|l16|x-pcm|raw)\b|^application\/octet-stream/i;
/** How compressed files begin. */
const FOREIGN = /^(?:ID3|OggS|fLaC)/;
const PIECE_BYTES = 32 * 1024;

export interface OpenAiSoundOptions {
  /** Hz, where the answer does not say it. */
  pcmRate: number | undefined;
  signal: AbortSignal;
}

/**
 * The sound of an answer by its first bytes, then its type; what was asked for says nothing.
 * Rejects with UpstreamError `malformed` for compressed sound and pages.
 */
export async function readOpenAiSound(
  answer: UpstreamAnswer,
  { pcmRate, signal }: OpenAiSoundOptions,
): Promise<WavStream> {
  const { magic, chunks } = await peek(answer.chunks, 4);
  const pieces = interruptible(chunks, signal);
  if (magic.startsWith("RIFF")) return readWavStream(pieces);
  const type = answer.headers.get("content-type") ?? "";
  if (magic === "") throw closed(answer, "empty answer");
  if (FOREIGN.test(magic) || !RAW.test(type)) throw closed(answer, `unexpected sound: ${type || "no type"}`);
  const told = Number(/;\s*rate=(\d+)/i.exec(type)?.[1]);
  return { sampleRate: told || pcmRate || DEFAULT_RATE, pcm: readRawPcm(pieces) };
}

function closed(answer: UpstreamAnswer, message: string): UpstreamError {
  answer.close();
  return new UpstreamError("malformed", message);
}

/** The first bytes as Latin-1, and everything from the start. */
async function peek(source: AsyncIterable<Uint8Array>, count: number) {
  const iterator = source[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let magic = "";
  while (magic.length < count) {
    const { done, value } = await iterator.next();
    if (done) break;
    held.push(value);
    magic += Buffer.from(value.subarray(0, count)).toString("latin1");
  }
  return { magic: magic.slice(0, count), chunks: resumed(held, iterator) };
}

async function* resumed(held: Uint8Array[], iterator: AsyncIterator<Uint8Array>) {
  try {
    yield* held;
    for (;;) {
      const { done, value } = await iterator.next();
      if (done) return;
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** In small pieces: what has already arrived does not play on after an abort. */
async function* interruptible(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal) {
  for await (const chunk of chunks) {
    for (let offset = 0; offset < chunk.byteLength; offset += PIECE_BYTES) {
      if (signal.aborted) throw new UpstreamError("aborted", "call was aborted");
      yield chunk.subarray(offset, offset + PIECE_BYTES);
    }
  }
}
