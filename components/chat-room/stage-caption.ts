import type { PlayerSnapshot, RoomLine } from "@/lib/client/room-state";
import { scriptBlocks } from "./script-blocks";
import { scriptRuns } from "./script-runs";

/** The words that sound now, without stage directions and code; "" in silence. */
export function stageCaption(lines: readonly RoomLine[], current: PlayerSnapshot["current"]): string {
  const line = lines.find((each) => each.key === current?.lineKey);
  const segment = line?.segments.find((each) => each.index === current?.segmentIndex);
  if (!line || !segment) return "";
  return scriptBlocks(line.content)
    .filter(({ kind }) => kind !== "code")
    .flatMap(({ parts }) =>
      parts.map((part) =>
        scriptRuns(line.content, [segment], null, part)
          .filter((run) => run.segmentIndex === segment.index && !/direction|code/.test(run.look))
          .map((run) => run.text)
          .join(""),
      ),
    )
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
}
