import "server-only";
import { toReadableStream } from "@/lib/async/readable-stream";
import { AUDIO_TYPES, type AudioFormat } from "@/lib/contract/speech";
import { type Clip, type FinishedClip, type StoredClip, streamWav } from "@/lib/speech/clips";
import type { EncodedSounds } from "@/lib/speech/encode/encoded-sounds";
import { type EncodedFormat, encodedFormat, encodedRate } from "@/lib/speech/encode/formats";
import type { Sound } from "@/lib/speech/say";
import { WAV_HEADER_BYTES } from "@/lib/speech/wav";
import type { FileRange } from "@/lib/storage";
import { toPublicError } from "@/lib/upstream/public-error";
import { UpstreamError } from "@/lib/upstream/upstream-error";
import { answerByteRange, contentRange } from "./byte-ranges";

/** Most clips are shorter: one read and one write cost half of what a stream does. */
const IN_MEMORY_BYTES = 256 * 1024;

/** What a sound is sent as. */
export interface AudioOptions {
  format: AudioFormat;
  sounds: EncodedSounds;
}

/** A whole file that can be sent in parts. */
interface WholeFile {
  bytes: number;
  etag: string;
  sampleRate: number;
  open(range?: FileRange): Promise<ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>>;
}

/**
 * A file's sound. Whole: ranges, entity tag, kept by the browser for ever. Being made: every byte from the
 * start as it comes, not kept. What fails before the first sound rejects; later the connection breaks.
 */
export async function audioResponse(
  sound: Sound,
  request: Request,
  options: AudioOptions,
): Promise<Response> {
  if (sound.kind === "live") {
    return liveResponse(sound.clip, { ...options, isHeld: sound.isAskedFor, signal: request.signal });
  }
  return wholeResponse(await wholeFile(sound.clip, options), request, options.format);
}

async function wholeFile(clip: StoredClip, { format, sounds }: AudioOptions): Promise<WholeFile> {
  const piece = (range: FileRange) =>
    range.end - range.start < IN_MEMORY_BYTES ? clip.read(range) : clip.stream(range);
  if (format === "wav") {
    return { ...clip, open: (range = { start: 0, end: clip.bytes - 1 }) => piece(range) };
  }
  if (format === "raw") {
    const shifted = ({ start, end }: FileRange) => ({
      start: start + WAV_HEADER_BYTES,
      end: end + WAV_HEADER_BYTES,
    });
    const bytes = clip.bytes - WAV_HEADER_BYTES;
    const open = (range = { start: 0, end: bytes - 1 }) => piece(shifted(range));
    return { bytes, etag: `${clip.etag.slice(0, -1)}-raw"`, sampleRate: clip.sampleRate, open };
  }
  const { bytes, etag, sampleRate } = await sounds.ofStored(clip, encodedFormat(format));
  const part = (range?: FileRange) => (range ? bytes.subarray(range.start, range.end + 1) : bytes);
  return { bytes: bytes.byteLength, etag, sampleRate, open: async (range) => new Uint8Array(part(range)) };
}

async function wholeResponse(file: WholeFile, request: Request, format: AudioFormat): Promise<Response> {
  const asked = request.headers;
  const headers = new Headers({
    "Content-Type": AUDIO_TYPES[format],
    "Accept-Ranges": "bytes",
    ETag: file.etag,
    "Cache-Control": "private, max-age=31536000, immutable",
    "X-Sample-Rate": String(file.sampleRate),
  });
  if (asked.get("if-none-match") === file.etag) return new Response(null, { status: 304, headers });
  const answer = answerByteRange({
    range: asked.get("range"),
    ifRange: asked.get("if-range"),
    size: file.bytes,
    etag: file.etag,
  });
  const told = contentRange(answer, file.bytes);
  if (told) headers.set("Content-Range", told);
  if (answer.kind === "unsatisfiable") {
    headers.set("Cache-Control", "no-store");
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = answer.kind === "part" ? answer : { start: 0, end: file.bytes - 1 };
  headers.set("Content-Length", String(end - start + 1));
  if (answer.kind === "whole") return new Response(await wholeBody(file, request), { headers });
  return new Response(await wholeBody(file, request, { start, end }), { status: 206, headers });
}

/** Null for HEAD. Its file is closed also when the caller leaves before anything is read, which the server would not notice. */
async function wholeBody(
  file: WholeFile,
  { method, signal }: Request,
  range?: FileRange,
): Promise<ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> | null> {
  if (method === "HEAD") return null;
  const body = await file.open(range);
  if (body instanceof Uint8Array) return body;
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

interface LiveOptions extends AudioOptions {
  /** This reader is the reason it is made; when it leaves before the end, the work ends too. */
  isHeld: boolean;
  signal: AbortSignal;
}

/** A clip as it is made, from its start. Rejects in speech's own words with what fails before the first byte. */
export async function liveResponse(clip: Clip, options: LiveOptions): Promise<Response> {
  const { format } = options;
  const { body, sampleRate } =
    format === "wav" || format === "raw"
      ? await openLive(clip, options, async () => {
          if (format === "wav") return streamWav(clip, options.signal);
          return toReadableStream(clip.read(options.signal));
        })
      : await openEncoded(clip, encodedFormat(format), options);
  const headers = {
    "Content-Type": AUDIO_TYPES[format],
    "Cache-Control": "no-store",
    "X-Sample-Rate": String(sampleRate),
  };
  return new Response(body, { headers });
}

/** The same in a format of the encoder's; see `liveResponse`. */
export async function openEncoded(
  clip: Clip,
  format: EncodedFormat,
  options: Omit<LiveOptions, "format">,
): Promise<{ body: ReadableStream<Uint8Array>; sampleRate: number }> {
  const { body, sampleRate } = await openLive(clip, options, async (rate) => {
    const bytes = options.sounds.encoder.encode(format, clip.read(options.signal), rate);
    // What fails before there is anything to send can still be told.
    const first = await bytes.next();
    return toReadableStream(bytes, first.done ? [] : [first.value]);
  });
  return { body, sampleRate: encodedRate(format, sampleRate) };
}

async function openLive(
  clip: Clip,
  { isHeld, signal }: Pick<LiveOptions, "isHeld" | "signal">,
  open: (sampleRate: number) => Promise<ReadableStream<Uint8Array>>,
): Promise<{ body: ReadableStream<Uint8Array>; sampleRate: number }> {
  const release = isHeld ? holdClip(clip, signal) : () => {};
  try {
    const { sampleRate } = await clip.started;
    return { body: releasing(await open(sampleRate), release), sampleRate };
  } catch (error) {
    throw toSpeechError(error);
  }
}

/** A sound when it is whole: one that is being made is waited for. Rejects in speech's own words. */
export async function wholeSound(sound: Sound, signal: AbortSignal): Promise<FinishedClip> {
  if (sound.kind === "stored") return sound.clip;
  const release = sound.isAskedFor ? holdClip(sound.clip, signal) : () => {};
  try {
    return await sound.clip.finished;
  } catch (error) {
    throw toSpeechError(error);
  } finally {
    release();
  }
}

/** Wants the clip until it is whole or the caller has left, whichever comes first; answers with what lets go of it. */
export function holdClip(clip: Clip, signal: AbortSignal): () => void {
  const release = clip.hold();
  if (signal.aborted) release();
  signal.addEventListener("abort", release, { once: true });
  clip.finished.then(release, release);
  return release;
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
