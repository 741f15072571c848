import type { PlayerSnapshot, RoomLine } from "@/lib/client/room-state";
import { scriptRuns } from "./script-runs";

/** The words that sound now, without stage directions; "" in silence. */
export function stageCaption(lines: readonly RoomLine[], current: PlayerSnapshot["current"]): string {
  const line = lines.find((each) => each.key === current?.lineKey);
  const segment = line?.segments.find((each) => each.index === current?.segmentIndex);
  if (!line || !segment) return "";
  return scriptRuns(line.content, [segment], null)
    .filter((run) => run.segmentIndex === segment.index && !run.direction)
    .map((run) => run.text)
    .join("")
    .replace(/\s+/g, " ")
    .trim();
}
