"use client";

import { ChevronLeft, ChevronRight, Ellipsis, Play, RefreshCw, Square } from "lucide-react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/icon-button";
import type { RoomLine } from "@/lib/client/room-state";
import type { RoomActions } from "./room-actions";
import type { Desk } from "./use-room-desk";
import { enterSentences } from "./use-sentences";

/** Beside a line's name: hear it, its takes, another take, everything else. */
export function LineTools({
  line,
  isLast,
  isMenuOpen,
  actions,
  desk,
}: {
  line: RoomLine;
  isLast: boolean;
  isMenuOpen: boolean;
  actions: RoomActions;
  desk: Desk;
}) {
  const t = useTranslations("room");
  const tLine = useTranslations("line");
  const sounding = line.speech === "playing";
  const settled = line.state !== "streaming" && line.messageId !== null;
  const { index, count } = line.take;
  return (
    <div className="line-tools">
      {line.role === "character" && line.segments.length > 0 && (
        <IconButton
          name={sounding ? t("stopReplay") : t("replay")}
          data-sounding={sounding}
          data-replay=""
          onClick={() => actions.replay(line.key)}
          onKeyDown={(event) => {
            if (enterSentences(event.currentTarget, event.key)) event.preventDefault();
          }}
        >
          {sounding ? (
            <Square className="icon" data-shape="stop" strokeWidth={1.7} fill="currentColor" />
          ) : (
            <Play className="icon" strokeWidth={1.7} />
          )}
        </IconButton>
      )}
      {settled && count > 1 && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form's fields
        <div className="takes" role="group" aria-label={tLine("takes", { index: index + 1, count })}>
          <IconButton
            name={tLine("takeBefore")}
            disabled={index === 0}
            onClick={() => actions.selectTake(line.key, index - 1)}
          >
            <ChevronLeft className="icon" strokeWidth={1.7} />
          </IconButton>
          <span className="numeric" aria-hidden="true">
            {index + 1}/{count}
          </span>
          <IconButton
            name={tLine("takeAfter")}
            disabled={index === count - 1}
            onClick={() => actions.selectTake(line.key, index + 1)}
          >
            <ChevronRight className="icon" strokeWidth={1.7} />
          </IconButton>
        </div>
      )}
      {settled && isLast && line.role === "character" && (
        <IconButton name={tLine("retake")} onClick={() => actions.retake(line.key)}>
          <RefreshCw className="icon" strokeWidth={1.7} />
        </IconButton>
      )}
      {settled && (
        <IconButton
          name={tLine("more")}
          aria-haspopup="menu"
          aria-expanded={isMenuOpen}
          data-testid="line-more"
          onClick={(event) => desk.openMenu(line.key, event.currentTarget)}
        >
          <Ellipsis className="icon" strokeWidth={1.7} />
        </IconButton>
      )}
    </div>
  );
}
