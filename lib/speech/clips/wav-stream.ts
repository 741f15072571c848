import { toReadableStream } from "@/lib/async/readable-stream";
import { WAV_HEADER_BYTES, wavHeader } from "../wav";
import type { Clip } from "./clip";

/**
 * A clip as a WAV file while it is being made: resolves at its first sound (rejects with the producer's error
 * if it failed before), then every byte from the start. The sizes in the header are 0xFFFFFFFF unless the
 * sound is whole by then. A later failure errors the stream; `signal` ends it with the signal's reason.
 */
export async function streamWav(clip: Clip, signal?: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const { sampleRate } = await clip.started;
  const dataBytes = clip.facts ? clip.facts.bytes - WAV_HEADER_BYTES : "streaming";
  return toReadableStream(clip.read(signal), [wavHeader({ sampleRate, dataBytes })]);
}
