"use client";

import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { EngineStatus } from "@/components/engine-status/engine-status";
import type { EngineView, PlayEngines } from "@/components/engine-status/engine-summary";
import { type Mood, MoodToggle } from "@/components/ui/mood-toggle";
import type { SpeechPreferences } from "@/lib/client/room-state";
import type { SummaryView } from "@/lib/contract/memory";
import type { Session } from "@/lib/contract/session";
import { MemoryBadge } from "./memory-badge";
import { PlayMenu } from "./play-menu";
import type { RoomActions } from "./room-actions";
import { SpeechMenu } from "./speech-menu";
import type { Desk } from "./use-room-desk";

export function RoomBar({
  session,
  hasSound,
  maxTurns,
  engines,
  playEngines,
  preferences,
  mood,
  summary,
  actions,
  desk,
}: {
  session: Session;
  /** Something of the play is spoken. */
  hasSound: boolean;
  /** 0 = a play has no end. */
  maxTurns: number;
  engines: EngineView;
  playEngines: PlayEngines;
  preferences: SpeechPreferences;
  mood: Mood;
  summary: SummaryView | undefined;
  actions: RoomActions;
  desk: Desk;
}) {
  const tApp = useTranslations("app");
  const t = useTranslations("room");
  const count = session.turn_count;
  const spoken = maxTurns > 0 ? t("turnOf", { count, max: maxTurns }) : t("turn", { count });
  return (
    <header className="bar">
      <Link className="icon-button" href="/" aria-label={tApp("toLobby")} title={tApp("toLobby")}>
        <ChevronLeft className="icon" strokeWidth={1.7} />
      </Link>
      <h1 lang={session.language}>{session.title}</h1>
      <div className="bar-end">
        {count > 0 && (
          <span className="numeric turns">
            <span className="visually-hidden">{spoken}</span>
            <span aria-hidden="true" className="only-wide">
              {spoken}
            </span>
            <span aria-hidden="true" className="only-narrow">
              {maxTurns > 0 ? `${count} / ${maxTurns}` : count}
            </span>
          </span>
        )}
        <MemoryBadge summary={summary} desk={desk} />
        <EngineStatus view={engines} play={playEngines} onRecheck={actions.recheckEngines} />
        <SpeechMenu preferences={preferences} onChange={actions.changeSpeech} desk={desk} />
        <span className="only-wide">
          <MoodToggle initial={mood} />
        </span>
        <PlayMenu session={session} hasSound={hasSound} mood={mood} actions={actions} desk={desk} />
      </div>
    </header>
  );
}
