"use client";

import { Play, Square } from "lucide-react";
import { memo } from "react";
import { useTranslations } from "use-intl";
import { CopyButton } from "@/components/ui/copy-button";
import { IconButton } from "@/components/ui/icon-button";
import type { RoomLine, RoomNotice } from "@/lib/client/room-state";
import { LineAfter, UnsentLine } from "./line-after";
import { LineText } from "./line-text";
import type { RoomActions } from "./room-actions";
import { WaitingText } from "./waiting-text";

interface ScriptLineProps {
  line: RoomLine;
  speaker: string;
  /** Margin number; null = none, as printed plays count every fifth line. */
  number: number | null;
  notices: readonly RoomNotice[];
  voiceAway: boolean;
  canContinue: boolean;
  actions: RoomActions;
}

/** One line of the play: name, words, what can be done with it. */
export const ScriptLine = memo(function ScriptLine(props: ScriptLineProps) {
  const { line, speaker, number, notices, voiceAway, canContinue, actions } = props;
  const t = useTranslations("room");
  const isCharacter = line.role === "character";
  const sounding = line.speech === "playing";
  const mark =
    line.state === "interrupted"
      ? t("interrupted")
      : isCharacter && line.state === "failed"
        ? t("failed")
        : null;
  const written = line.content !== "";

  return (
    <li
      className="line"
      data-testid="line"
      data-role={line.role}
      data-state={line.state}
      data-speech={line.speech}
    >
      <span className="number" aria-hidden="true">
        {number}
      </span>
      <div>
        <div className="line-head">
          <p className="speaker">{speaker}</p>
          {!isCharacter && speaker !== t("you") && <em>{t("you")}</em>}
          {mark && <em>{mark}</em>}
          {written && (
            <div className="line-tools">
              {isCharacter && line.segments.length > 0 && (
                <IconButton
                  name={sounding ? t("stopReplay") : t("replay")}
                  data-sounding={sounding}
                  onClick={() => actions.replay(line.key)}
                >
                  {sounding ? (
                    <Square className="icon" data-shape="stop" strokeWidth={1.7} fill="currentColor" />
                  ) : (
                    <Play className="icon" strokeWidth={1.7} />
                  )}
                </IconButton>
              )}
              {line.state !== "streaming" && <CopyButton name={t("copy")} text={line.content} />}
            </div>
          )}
        </div>
        <LineText line={line} onSpeakFrom={(index) => actions.speakFrom(line.key, index)} />
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
    </li>
  );
});
