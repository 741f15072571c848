import "server-only";
import { type Clip, type StoredClip, streamWav } from "@/lib/speech/clips";
import type { Sound } from "@/lib/speech/say";
import { WAV_HEADER_BYTES } from "@/lib/speech/wav";
import type { FileRange } from "@/lib/storage";
import { toPublicError } from "@/lib/upstream/public-error";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { answerByteRange, contentRange } from "./byte-ranges";

/**
 * A file's sound. Whole: ranges, entity tag, kept by the browser for ever. Being made: every byte from the
 * start as it comes, not kept. What fails before the first sound rejects; later the connection breaks.
 */
export function audioResponse(sound: Sound, request: Request): Promise<Response> {
  return sound.kind === "stored"
    ? storedResponse(sound.clip, request)
    : liveResponse(sound.clip, sound.isAskedFor, request.signal);
}

async function storedResponse(clip: StoredClip, request: Request): Promise<Response> {
  const asked = request.headers;
  const headers = new Headers({
    "Content-Type": "audio/wav",
    "Accept-Ranges": "bytes",
    ETag: clip.etag,
    "Cache-Control": "private, max-age=31536000, immutable",
    "X-Sample-Rate": String(clip.sampleRate),
  });
  if (asked.get("if-none-match") === clip.etag) return new Response(null, { status: 304, headers });
  const answer = answerByteRange({
    range: asked.get("range"),
    ifRange: asked.get("if-range"),
    size: clip.bytes,
    etag: clip.etag,
  });
  const told = contentRange(answer, clip.bytes);
  if (told) headers.set("Content-Range", told);
  if (answer.kind === "unsatisfiable") {
    headers.set("Cache-Control", "no-store");
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = answer.kind === "part" ? answer : { start: 0, end: clip.bytes - 1 };
  headers.set("Content-Length", String(end - start + 1));
  if (answer.kind === "whole") return new Response(await storedBody(clip, request), { headers });
  return new Response(await storedBody(clip, request, { start, end }), { status: 206, headers });
}

/** Null for HEAD. Its file is closed also when the caller leaves before anything is read, which the server would not notice. */
async function storedBody(
  clip: StoredClip,
  { method, signal }: Request,
  range?: FileRange,
): Promise<ReadableStream<Uint8Array> | null> {
  if (method === "HEAD") return null;
  const body = await clip.stream(range);
  // Rejects where somebody reads: then leaving is the reader's.
  const leave = () => body.cancel().catch(() => {});
  signal.addEventListener("abort", leave, { once: true });
  if (!signal.aborted) return body;
  await leave();
  return null;
}

/** A failed synthesis in speech's own words; anything else as it is. */
export function toSpeechError(error: unknown): unknown {
  return error instanceof UpstreamError
    ? toPublicError(error, { offline: "voice_engine_offline", failed: "notice_SPEECH_FAILED" })
    : error;
}

/** `isHeld`: this reader is the reason it is made; when it leaves before the end, the work ends too. */
export async function liveResponse(clip: Clip, isHeld: boolean, signal: AbortSignal): Promise<Response> {
  const release = isHeld ? holdClip(clip, signal) : () => {};
  const { sampleRate } = await clip.started.catch((error: unknown) => {
    throw toSpeechError(error);
  });
  const body = releasing(await streamWav(clip, signal), release);
  return new Response(body, {
    headers: {
      "Content-Type": "audio/wav",
      "Cache-Control": "no-store",
      "X-Sample-Rate": String(sampleRate),
    },
  });
}

/** Wants the clip until it is whole or the caller has left, whichever comes first; answers with what lets go of it. */
export function holdClip(clip: Clip, signal: AbortSignal): () => void {
  const release = clip.hold();
  if (signal.aborted) release();
  signal.addEventListener("abort", release, { once: true });
  clip.finished.then(release, release);
  return release;
}

/** PCM alone, as `media_type: raw` has it. */
export function rawBody(wav: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  let left = WAV_HEADER_BYTES;
  return wav.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        const skipped = Math.min(left, chunk.byteLength);
        left -= skipped;
        if (chunk.byteLength > skipped) controller.enqueue(chunk.subarray(skipped));
      },
    }),
  );
}

/** The same bytes; `onLeave` runs when the reader is gone. */
function releasing(body: ReadableStream<Uint8Array>, onLeave: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel(reason) {
      onLeave();
      await reader.cancel(reason);
    },
  });
}
