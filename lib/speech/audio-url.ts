import type { AudioFormat } from "@/lib/contract/speech";

/** Where a file is played from. */
export function audioUrl(fileId: string, format: AudioFormat = "wav"): string {
  return `/api/audio/${fileId}.${format}`;
}

/** What such an address ends with: the file's id and its ending, `wav` where there is none; null for anything else. */
export function readAudioName(name: string | undefined): { fileId: string; format: string } | null {
  const [, fileId, format = "wav"] = /^([0-9a-f-]{36})(?:\.([a-z0-9]{3,4}))?$/.exec(name ?? "") ?? [];
  return fileId === undefined ? null : { fileId, format };
}
