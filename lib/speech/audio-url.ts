import type { AudioFormat } from "@/lib/contract/speech";

/** Where a file is played from. */
export function audioUrl(fileId: string, format: AudioFormat = "wav"): string {
  return `/api/audio/${fileId}.${format}`;
}
