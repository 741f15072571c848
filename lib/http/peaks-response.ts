import "server-only";
import { AppError } from "@/lib/contract/app-error";
import type { SoundPeaks } from "@/lib/contract/speech";
import { peaksOf } from "@/lib/speech/peaks";
import type { Sound } from "@/lib/speech/say";
import { WAV_HEADER_BYTES } from "@/lib/speech/wav";
import { wholeSound } from "./audio-response";

const BYTES_PER_SAMPLE = 2;

/**
 * What a sound looks like, kept by the browser for ever. One that is being made is waited for: it is the same making as
 * that of whoever hears it. NOT_FOUND for what is not kept, which could not be played from its middle either.
 */
export async function peaksResponse(sound: Sound, request: Request): Promise<Response> {
  const clip = await wholeSound(sound, request.signal);
  if (!clip.kept) throw new AppError("NOT_FOUND", { key: "audio_not_found" });
  const headers = {
    ETag: `${clip.etag.slice(0, -1)}-peaks"`,
    "Cache-Control": "private, max-age=31536000, immutable",
  };
  if (request.headers.get("if-none-match") === headers.ETag) {
    return new Response(null, { status: 304, headers });
  }
  const peaks = await peaksOf(clip.pcm(), (clip.bytes - WAV_HEADER_BYTES) / BYTES_PER_SAMPLE);
  const data: SoundPeaks = { peaks, duration: clip.durationMs / 1000 };
  return Response.json({ success: true, data }, { headers });
}
