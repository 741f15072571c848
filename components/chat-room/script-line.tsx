"use client";

import dynamic from "next/dynamic";
import { memo } from "react";
import { useTranslations } from "use-intl";
import type { RoomLine, RoomNotice, RoomPhase } from "@/lib/client/room-state";
import { LineAfter, UnsentLine } from "./line-after";
import { LineText } from "./line-text";
import { LineTools } from "./line-tools";
import type { RoomActions } from "./room-actions";
import type { Desk } from "./use-room-desk";
import { WaitingText } from "./waiting-text";

const LineEditor = dynamic(() => import("./line-editor").then((module) => module.LineEditor), { ssr: false });
const LineSound = dynamic(() => import("./line-sound").then((module) => module.LineSound), { ssr: false });

interface ScriptLineProps {
  line: RoomLine;
  speaker: string;
  /** Margin number; null = none, as printed plays count every fifth line. */
  number: number | null;
  notices: readonly RoomNotice[];
  voiceAway: boolean;
  canContinue: boolean;
  isLast: boolean;
  /** The play remembers it by its summary alone; `end`: the last such line. */
  folded: "no" | "yes" | "end";
  isMenuOpen: boolean;
  /** What is being rewritten; null = the line is read. */
  editing: RoomLine | null;
  /** Its sound is drawn. */
  drawn: { volume: number; audible: boolean } | null;
  actions: RoomActions;
  desk: Desk;
}

/** One line of the play: name, words, what can be done with it. */
export const ScriptLine = memo(function ScriptLine(props: ScriptLineProps) {
  const { line, speaker, number, notices, voiceAway, canContinue, isLast, folded, actions, desk } = props;
  const { editing, drawn, isMenuOpen } = props;
  const t = useTranslations("room");
  const tLine = useTranslations("line");
  const isCharacter = line.role === "character";
  const mark =
    line.state === "interrupted"
      ? t("interrupted")
      : isCharacter && line.state === "failed"
        ? t("failed")
        : null;
  const written = line.content !== "";

  return (
    <>
      <div
        className="line"
        data-testid="line"
        data-line-key={line.key}
        data-role={line.role}
        data-state={line.state}
        data-speech={line.speech}
        data-last={isLast || undefined}
        data-folded={folded === "no" ? undefined : ""}
      >
        <span className="number" aria-hidden="true">
          {number}
        </span>
        <div>
          <div className="line-head">
            <p className="speaker">{speaker}</p>
            {!isCharacter && speaker !== t("you") && <em>{t("you")}</em>}
            {mark && <em>{mark}</em>}
            {written && !editing && (
              <LineTools line={line} isLast={isLast} isMenuOpen={isMenuOpen} actions={actions} desk={desk} />
            )}
          </div>
          {editing ? (
            <LineEditor line={editing} actions={actions} desk={desk} />
          ) : (
            <LineText line={line} onSpeakFrom={(index) => actions.speakFrom(line.key, index)} />
          )}
          {drawn && <LineSound line={line} {...drawn} actions={actions} desk={desk} />}
          {!written && line.state === "streaming" && <WaitingText phase="thinking" />}
          {!isCharacter && line.state === "failed" && <UnsentLine onSend={actions.retry} />}
          {isCharacter && (
            <LineAfter
              line={line}
              notices={notices}
              voiceAway={voiceAway}
              canContinue={canContinue}
              onContinue={() => actions.continueLine(line.key)}
              onRetrySpeech={() => actions.replay(line.key)}
            />
          )}
        </div>
      </div>
      {folded === "end" && <p className="folded-until">{tLine("folded")}</p>}
    </>
  );
});

/** Where the next line will stand. */
export function AwaitedLine({ speaker, phase }: { speaker: string; phase: RoomPhase }) {
  return (
    <div className="line" data-role="character" aria-hidden="true">
      <span className="number" />
      <div>
        <div className="line-head">
          <p className="speaker">{speaker}</p>
        </div>
        <WaitingText phase={phase} />
      </div>
    </div>
  );
}
