"use client";

import { Fragment, useMemo } from "react";
import { useTranslations } from "use-intl";
import type { RoomLine, RoomSegment } from "@/lib/client/room-state";
import { MoodTag } from "./mood-tag";
import { groupBySegment, type ScriptRun, scriptRuns } from "./script-runs";

const READING = { waiting: "next", playing: "now", played: "said", failed: "said" } as const;

function Run({ run }: { run: ScriptRun }) {
  return run.direction ? <span className="direction">{run.text}</span> : run.text;
}

/** A line's words: sentences as `<q>` that light up as they sound, directions lighter, all of it as plain text. */
export function LineText({
  line,
  onSpeakFrom,
}: {
  line: RoomLine;
  onSpeakFrom: (segmentIndex: number) => void;
}) {
  const t = useTranslations("room");
  const cutAt = line.state === "interrupted" ? line.heardUntil : null;
  const groups = useMemo(
    () => groupBySegment(scriptRuns(line.content, line.segments, cutAt)),
    [line.content, line.segments, cutAt],
  );
  const segmentByIndex = useMemo(
    () => new Map<number, RoomSegment>(line.segments.map((segment) => [segment.index, segment])),
    [line.segments],
  );
  const firstCut = groups.findIndex((group) => group[0]?.cut);
  const readAlong = line.speech === "playing";
  const queuedUntil = Math.max(0, ...line.segments.map((segment) => segment.end));

  return (
    <p className="line-text" data-testid="line-text">
      {groups.map((group, i) => {
        const head = group[0];
        if (!head) return null;
        const segment = head.segmentIndex === null ? undefined : segmentByIndex.get(head.segmentIndex);
        const mood = segment?.emotion ?? null;
        const before = line.segments[line.segments.findIndex(({ index }) => index === segment?.index) - 1];
        const isNewMood = mood !== null && mood !== before?.emotion;
        const body = group.map((run) => <Run key={run.start} run={run} />);
        return (
          <Fragment key={head.start}>
            {i === firstCut && (
              <span className="heard-mark" role="img" aria-label={t("heard")} title={t("heard")} />
            )}
            {segment ? (
              // The line's replay button is the keyboard's way to the same sound.
              // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: see above
              <q
                data-playable=""
                data-reading={readAlong ? READING[segment.state] : undefined}
                data-cut={head.cut ? "" : undefined}
                data-emotion={mood ?? undefined}
                title={t("fromHere")}
                onClick={() => {
                  if (window.getSelection()?.isCollapsed !== false) onSpeakFrom(segment.index);
                }}
              >
                {isNewMood && <MoodTag mood={mood} />}
                {body}
              </q>
            ) : head.cut ? (
              <span data-cut="">{body}</span>
            ) : readAlong && head.start >= queuedUntil ? (
              <span data-reading="next">{body}</span>
            ) : (
              body
            )}
          </Fragment>
        );
      })}
      {line.state === "streaming" && line.content !== "" && (
        <span className="caret caret--writing" aria-hidden="true" />
      )}
    </p>
  );
}
