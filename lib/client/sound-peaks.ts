import "client-only";
import { soundPeaksShape } from "@/lib/contract/session-shapes";
import type { SoundPeaks } from "@/lib/contract/speech";
import { apiGet } from "./api-client";

/** What the sound at this address looks like, once it is whole. Throws `ApiError` where that cannot be had. */
export function readPeaks(audioUrl: string, signal: AbortSignal): Promise<SoundPeaks> {
  return apiGet(`${audioUrl.split("?")[0]}/peaks`, { schema: soundPeaksShape, signal });
}
