"use client";

import { Fragment, type ReactNode, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import type { RoomLine } from "@/lib/client/room-state";
import { MoodTag } from "./mood-tag";
import { type ScriptBlock, scriptBlocks } from "./script-blocks";
import { groupBySegment, type ScriptRun, scriptRuns } from "./script-runs";
import { useSentences } from "./use-sentences";

const READING = { waiting: "next", playing: "now", played: "said", failed: "said" } as const;

interface Part {
  start: number;
  groups: ScriptRun[][];
}

function Run({ run: { look, text } }: { run: ScriptRun }) {
  if (look === "direction") return <span className="direction">{text}</span>;
  if (look === "strong") return <strong>{text}</strong>;
  if (look === "stressed") return <em>{text}</em>;
  return look === "code" ? <code>{text}</code> : text;
}

function Block({
  block: { kind, first },
  parts,
  draw,
}: {
  block: ScriptBlock;
  parts: readonly Part[];
  draw: (part: Part) => ReactNode;
}) {
  const each = (Tag: "p" | "li" | "code") => parts.map((part) => <Tag key={part.start}>{draw(part)}</Tag>);
  if (kind === "quote") return <blockquote>{each("p")}</blockquote>;
  if (kind === "bullets") return <ul>{each("li")}</ul>;
  if (kind === "numbers") return <ol start={first}>{each("li")}</ol>;
  return kind === "code" ? <pre>{each("code")}</pre> : each("p");
}

/**
 * A line's words: sentences as `<q>` that light up as they sound, directions lighter, emphasis, quotes, lists and code
 * as they are meant; all of it as plain text.
 */
export function LineText({
  line,
  onSpeakFrom,
}: {
  line: RoomLine;
  onSpeakFrom: (segmentIndex: number) => void;
}) {
  const t = useTranslations("room");
  const place = useRef<HTMLDivElement>(null);
  useSentences(place, onSpeakFrom);
  const cutAt = line.state === "interrupted" ? line.heardUntil : null;
  const blocks = useMemo(
    () =>
      scriptBlocks(line.content).map((block) => ({
        block,
        parts: block.parts.map((part) => ({
          start: part.start,
          groups: groupBySegment(scriptRuns(line.content, line.segments, cutAt, part, block.kind === "code")),
        })),
      })),
    [line.content, line.segments, cutAt],
  );
  const heads = useMemo(() => {
    const all = blocks.flatMap(({ parts }) =>
      parts.flatMap(({ groups }) => groups.flatMap(([head]) => head ?? [])),
    );
    const firstOf = new Map<number | null, number>();
    for (const head of all) if (!firstOf.has(head.segmentIndex)) firstOf.set(head.segmentIndex, head.start);
    return { firstOf, cut: all.find((head) => head.cut)?.start, last: all.at(-1) };
  }, [blocks]);
  const segments = useMemo(
    () =>
      new Map(
        line.segments.map((segment, at) => [segment.index, { segment, before: line.segments[at - 1] }]),
      ),
    [line.segments],
  );
  const readAlong = line.speech === "playing";
  const queuedUntil = Math.max(0, ...line.segments.map((segment) => segment.end));

  const drawGroup = (group: readonly ScriptRun[], head: ScriptRun) => {
    const body = group.map((run) => <Run key={run.start} run={run} />);
    const found = head.segmentIndex === null ? undefined : segments.get(head.segmentIndex);
    if (!found) {
      if (head.cut) return <span data-cut="">{body}</span>;
      return readAlong && head.start >= queuedUntil ? <span data-reading="next">{body}</span> : body;
    }
    const { segment, before } = found;
    const mood = segment.emotion;
    const isFirst = heads.firstOf.get(segment.index) === head.start;
    return (
      <q
        data-segment={segment.index}
        tabIndex={isFirst ? -1 : undefined}
        data-reading={readAlong ? READING[segment.state] : undefined}
        data-cut={head.cut ? "" : undefined}
        data-emotion={mood ?? undefined}
        title={t("fromHere")}
      >
        {isFirst && mood !== null && mood !== before?.emotion && <MoodTag mood={mood} />}
        {body}
      </q>
    );
  };
  const drawPart = ({ groups }: Part) =>
    groups.map((group) => {
      const [head] = group;
      if (!head) return null;
      return (
        <Fragment key={head.start}>
          {head.start === heads.cut && (
            <span className="heard-mark" role="img" aria-label={t("heard")} title={t("heard")} />
          )}
          {drawGroup(group, head)}
          {head === heads.last && line.state === "streaming" && (
            <span className="caret caret--writing" aria-hidden="true" />
          )}
        </Fragment>
      );
    });

  return (
    <div className="line-text" data-testid="line-text" ref={place}>
      {blocks.map(({ block, parts }) => (
        <Block key={parts[0]?.start} block={block} parts={parts} draw={drawPart} />
      ))}
    </div>
  );
}
