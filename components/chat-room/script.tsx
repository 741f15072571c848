"use client";

import { ArrowDown } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Virtualizer } from "virtua";
import type { RoomLine, RoomNotice, RoomSnapshot, SpeechPreferences } from "@/lib/client/room-state";
import { marginNumber } from "./margin-number";
import { OlderLines } from "./older-lines";
import type { RoomActions } from "./room-actions";
import type { RoomCharacter } from "./room-character";
import { SceneHead } from "./scene-head";
import { AwaitedLine, ScriptLine } from "./script-line";
import { SentenceAnnouncer } from "./sentence-announcer";
import { useElementHeight } from "./use-element-height";
import type { Desk, DeskState } from "./use-room-desk";
import { useStickToBottom } from "./use-stick-to-bottom";

const LineMenu = dynamic(() => import("./line-menu").then((module) => module.LineMenu), { ssr: false });

const NO_NOTICES: readonly RoomNotice[] = [];
/** So much beyond the visible is drawn, too: what one scrolls to, searches and selects is there. */
const BUFFER_PX = 1000;
/** Until the first scrolling all that the page opened with is drawn, and what is said meanwhile. */
const UNTIL_SCROLLED = 1000;

/** The conversation as a printed play; only what is near the visible part of it is drawn. */
export function Script({
  snapshot,
  character,
  role,
  voiceAway,
  foldedUntil,
  volume,
  audible,
  actions,
  desk,
  deskState,
}: {
  snapshot: RoomSnapshot;
  character: RoomCharacter;
  /** Who the person is in this scene. */
  role: string;
  voiceAway: boolean;
  /** The last message that is remembered by the summary alone. */
  foldedUntil: string | null;
  volume: SpeechPreferences["volume"];
  audible: boolean;
  actions: RoomActions;
  desk: Desk;
  deskState: DeskState;
}) {
  const t = useTranslations("room");
  const { lines, older, linesBefore, phase, problem, session, notices } = snapshot;
  const { menu, editing, drawn } = deskState;
  const scroller = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const startMargin = useElementHeight(head);
  const sentKey = lines.findLast((line) => line.role === "user" && line.messageId === null)?.key ?? null;
  const { atEnd, toEnd } = useStickToBottom(scroller, content, sentKey);
  const [focusedKey, setFocusedKey] = useState<string | null>(null);

  // Lines put in front must not move what is being read.
  const firstKey = useRef(lines[0]?.key);
  const isPrepended =
    lines[0]?.key !== firstKey.current && lines.some((line) => line.key === firstKey.current);
  useEffect(() => {
    firstKey.current = lines[0]?.key;
  }, [lines]);

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
  const foldedAt = foldedUntil === null ? -1 : lines.findIndex((line) => line.messageId === foldedUntil);
  const held = [menu?.lineKey, editing?.key, drawn, focusedKey];
  const keepMounted = lines.flatMap((line, at) => (held.includes(line.key) ? [at] : []));
  const items: (RoomLine | null)[] = awaited ? [...lines, null] : lines;
  const menuLine = menu && lines.find((line) => line.key === menu.lineKey);

  return (
    <>
      <section
        className="script"
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard
        tabIndex={0}
        aria-label={t("script")}
        lang={session.language}
        onFocus={(event) =>
          setFocusedKey(event.target.closest<HTMLElement>("[data-line-key]")?.dataset.lineKey ?? null)
        }
      >
        <div ref={content}>
          <div ref={head}>
            {older === null ? (
              <SceneHead session={session} character={character} />
            ) : (
              <OlderLines key={older} scroller={scroller} count={linesBefore} onRead={actions.readOlder} />
            )}
          </div>
          <Virtualizer
            as="ol"
            item="li"
            data={items}
            scrollRef={scroller}
            startMargin={startMargin}
            ssrCount={UNTIL_SCROLLED}
            bufferSize={BUFFER_PX}
            keepMounted={keepMounted}
            shift={isPrepended}
          >
            {(line, at) =>
              line === null ? (
                <AwaitedLine key="awaited" speaker={character.name} phase={phase} />
              ) : (
                <ScriptLine
                  key={line.key}
                  line={line}
                  speaker={line.role === "user" ? role : line.speaker || character.name}
                  number={marginNumber(linesBefore + at, linesBefore + lines.length, line.state)}
                  notices={noticesByLine.get(line.key) ?? NO_NOTICES}
                  voiceAway={voiceAway}
                  canContinue={continuable(line)}
                  isLast={line === last}
                  folded={at < foldedAt ? "yes" : at === foldedAt ? "end" : "no"}
                  isMenuOpen={menu?.lineKey === line.key}
                  editing={editing?.key === line.key ? editing : null}
                  drawn={drawn === line.key ? { volume, audible } : null}
                  actions={actions}
                  desk={desk}
                />
              )
            }
          </Virtualizer>
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
      {menu && menuLine && (
        <LineMenu
          key={menu.lineKey}
          line={menuLine}
          isLast={menuLine === last}
          button={menu.button}
          actions={actions}
          desk={desk}
        />
      )}
      <SentenceAnnouncer line={last} language={session.language} />
    </>
  );
}
