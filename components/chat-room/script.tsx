"use client";

import { ArrowDown } from "lucide-react";
import { useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import type { RoomLine, RoomNotice, RoomSnapshot } from "@/lib/client/room-state";
import { marginNumber } from "./margin-number";
import type { RoomActions } from "./room-actions";
import type { RoomCharacter } from "./room-character";
import { SceneHead } from "./scene-head";
import { ScriptLine } from "./script-line";
import { SentenceAnnouncer } from "./sentence-announcer";
import { useStickToBottom } from "./use-stick-to-bottom";
import { WaitingText } from "./waiting-text";

const NO_NOTICES: readonly RoomNotice[] = [];

/** The conversation as a printed play. */
export function Script({
  snapshot,
  character,
  role,
  voiceAway,
  actions,
}: {
  snapshot: RoomSnapshot;
  character: RoomCharacter;
  /** Who the person is in this scene. */
  role: string;
  voiceAway: boolean;
  actions: RoomActions;
}) {
  const t = useTranslations("room");
  const { lines, phase, problem, session, notices } = snapshot;
  const scroller = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const sent = lines.filter((line) => line.role === "user").length;
  const { atEnd, toEnd } = useStickToBottom(scroller, content, sent);

  const noticesByLine = useMemo(() => {
    const byLine = new Map<string, RoomNotice[]>();
    for (const notice of notices) {
      if (notice.lineKey === null) continue;
      byLine.set(notice.lineKey, [...(byLine.get(notice.lineKey) ?? []), notice]);
    }
    return byLine;
  }, [notices]);

  const last = lines.at(-1);
  const awaited = (phase === "connecting" || phase === "thinking") && last?.role !== "character";
  const continuable = (line: RoomLine) =>
    line === last &&
    phase === "ready" &&
    !problem &&
    line.messageId !== null &&
    /interrupted|failed/.test(line.state);

  return (
    <>
      <section
        className="script"
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard
        tabIndex={0}
        aria-label={t("script")}
        lang={session.language}
      >
        <div ref={content}>
          <SceneHead session={session} character={character} />
          <ol>
            {lines.map((line, i) => (
              <ScriptLine
                key={line.key}
                line={line}
                speaker={line.role === "user" ? role : line.speaker || character.name}
                number={marginNumber(i, lines.length, line.state)}
                notices={noticesByLine.get(line.key) ?? NO_NOTICES}
                voiceAway={voiceAway}
                canContinue={continuable(line)}
                actions={actions}
              />
            ))}
            {awaited && (
              <li className="line" data-role="character" aria-hidden="true">
                <span className="number" />
                <div>
                  <div className="line-head">
                    <p className="speaker">{character.name}</p>
                  </div>
                  <WaitingText phase={phase} />
                </div>
              </li>
            )}
          </ol>
        </div>
      </section>
      {!atEnd && (
        <div className="to-latest-anchor">
          <button type="button" className="button to-latest" onClick={toEnd}>
            <ArrowDown className="icon" strokeWidth={1.7} aria-hidden="true" />
            {t("latest")}
          </button>
        </div>
      )}
      <SentenceAnnouncer line={last} language={session.language} />
    </>
  );
}
