/** A segment's place in its line and how long it sounds. */
export interface SoundedSegment {
  index: number;
  start: number;
  end: number;
  durationMs: number;
}

/**
 * The UTF-16 offset up to which a line was heard when the player stood at `positionMs` of segment
 * `segmentIndex`. A word that was begun counts as heard. Segments must be in order.
 */
export function heardUntil(
  content: string,
  segments: SoundedSegment[],
  report: { segment_index: number; position_ms: number },
): number {
  const current = segments.find((segment) => segment.index === report.segment_index);
  if (!current) {
    const before = segments.filter((segment) => segment.index < report.segment_index).at(-1);
    return before?.end ?? 0;
  }
  const share = current.durationMs > 0 ? Math.min(1, report.position_ms / current.durationMs) : 1;
  const at = current.start + Math.round((current.end - current.start) * share);
  if (at <= current.start) return current.start;
  const rest = content.slice(at, current.end);
  const boundary = rest.search(/[\s,.!?、。，！？…]/);
  return boundary < 0 ? current.end : at + boundary;
}
