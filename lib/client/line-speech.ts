import type { Heard } from "./playback/player";
import type { RoomLine } from "./room-state";

/** What the player has been given of a line, and what waits for a voice engine that is away; by segment index. */
export interface LineQueue {
  queued: ReadonlySet<number>;
  pending: ReadonlySet<number>;
}

/**
 * A line's `speech`: playing while it sounds, also between two of its segments; pending while it waits to
 * sound, for its first bytes or for an engine; failed when a segment of it could not be made.
 */
export function speechOf(line: RoomLine, { queued, pending }: LineQueue): RoomLine["speech"] {
  const isAny = (state: string) => line.segments.some((segment) => segment.state === state);
  if (isAny("playing")) return "playing";
  if (queued.size > 0) return isAny("played") ? "playing" : "pending";
  if (pending.size > 0) return "pending";
  if (isAny("failed")) return "failed";
  return line.segments.length > 0 ? "played" : "none";
}

const WORD_END = /[\s,.!?、。，！？…]/;

/**
 * The UTF-16 offset up to which the line was heard; null when all of it was. A word that was begun counts,
 * as it does for the server. The length of a segment still arriving is guessed from what has arrived.
 */
export function heardUntil(line: RoomLine, heard: Heard): number | null {
  const segment = line.segments.find((candidate) => candidate.index === heard.segmentIndex);
  if (!segment) return null;
  const share =
    heard.durationMs === null ? 0.5 : Math.min(1, heard.positionMs / Math.max(1, heard.durationMs));
  const at = segment.start + Math.round((segment.end - segment.start) * share);
  const rest = at > segment.start ? line.content.slice(at, segment.end).search(WORD_END) : 0;
  const end = rest < 0 ? segment.end : at + rest;
  const isLast = segment.index === line.segments.at(-1)?.index;
  return isLast && end >= segment.end && line.state === "complete" ? null : end;
}
