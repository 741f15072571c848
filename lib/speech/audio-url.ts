/** Where a file is played from. */
export function audioUrl(fileId: string): string {
  return `/api/audio/${fileId}.wav`;
}
