"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import type { EngineView } from "@/components/engine-status/engine-summary";
import type { Mood } from "@/components/ui/mood-toggle";
import type { PlayerSnapshot, RoomSnapshot, SpeechPreferences } from "@/lib/client/room-state";
import { useWakeLock } from "@/lib/client/use-wake-lock";
import type { SummaryView } from "@/lib/contract/memory";
import { hasHadItsTurns } from "@/lib/contract/play-turns";
import { Composer } from "./composer";
import { PassingStates } from "./passing-states";
import type { RoomActions } from "./room-actions";
import { RoomBar } from "./room-bar";
import type { RoomCharacter } from "./room-character";
import { roomConditions } from "./room-conditions";
import { RoomPanels } from "./room-panels";
import { Script } from "./script";
import { Stage } from "./stage";
import { StandingStates } from "./standing-states";
import { Told } from "./told";
import { TurnLimit } from "./turn-limit";
import { useHelpKey } from "./use-help-key";
import { useRoomDesk } from "./use-room-desk";

export interface RoomViewProps {
  character: RoomCharacter;
  snapshot: RoomSnapshot;
  player: PlayerSnapshot;
  engines: EngineView;
  preferences: SpeechPreferences;
  mood: Mood;
  /** 0 = a play has no end. */
  maxTurns: number;
  /** What older lines were folded into; undefined while that is not known. */
  summary: SummaryView | undefined;
  readLevel: () => number;
  actions: RoomActions;
}

/** The room as drawn from its snapshots: it keeps nothing of the play itself. */
export function RoomView(props: RoomViewProps) {
  const { character, snapshot, engines, preferences, mood, maxTurns, summary, readLevel, actions } = props;
  const { state: deskState, desk } = useRoomDesk(actions);
  useHelpKey(desk);
  const isHeard = props.player.audible || deskState.isDrawnSounding;
  const player = { ...props.player, audible: isHeard };
  useWakeLock(isHeard);
  const t = useTranslations("room");
  const playEngines = { ...snapshot.session.engines, model: snapshot.model };
  const conditions = roomConditions(playEngines, engines, snapshot.problem);
  const hasSound =
    snapshot.session.has_sound === true || snapshot.lines.some((line) => line.segments.length > 0);
  const [isEncore, setEncore] = useState(false);
  const isOver = hasHadItsTurns(snapshot.session.turn_count, maxTurns) && !isEncore;
  const newPlayHref = character.id ? `/play?character=${encodeURIComponent(character.id)}` : "/";
  const sceneRole = character.scene.user_role || t("you");
  const role = snapshot.session.user_name || sceneRole;
  return (
    <div className="room">
      <RoomBar
        session={snapshot.session}
        hasSound={hasSound}
        maxTurns={maxTurns}
        engines={engines}
        playEngines={playEngines}
        preferences={preferences}
        mood={mood}
        summary={summary}
        actions={actions}
        desk={desk}
      />
      <Stage
        character={character}
        snapshot={snapshot}
        player={player}
        preferences={preferences}
        embeddedVoice={conditions.embeddedVoice}
        readLevel={readLevel}
      />
      <main className="desk" id="main">
        <StandingStates conditions={conditions} newPlayHref={newPlayHref} actions={actions} />
        <Script
          snapshot={snapshot}
          character={character}
          role={role}
          voiceAway={conditions.voiceAway}
          foldedUntil={summary?.folded_until ?? null}
          volume={preferences.volume}
          audible={props.player.audible}
          actions={actions}
          desk={desk}
          deskState={deskState}
        />
        <Told text={deskState.told} />
        <PassingStates snapshot={snapshot} player={player} offline={conditions.offline} actions={actions} />
        {isOver && snapshot.phase === "ready" && !isHeard && (
          <TurnLimit maxTurns={maxTurns} newPlayHref={newPlayHref} onEncore={() => setEncore(true)} />
        )}
        <Composer
          role={role}
          language={snapshot.session.language}
          phase={snapshot.phase}
          isOver={isOver}
          audible={props.player.audible}
          lastOwnKey={snapshot.lines.findLast((line) => line.role === "user" && line.messageId)?.key ?? null}
          actions={actions}
          desk={desk}
        />
      </main>
      <RoomPanels
        panel={deskState.panel}
        session={snapshot.session}
        character={character}
        sceneRole={sceneRole}
        actions={actions}
        desk={desk}
      />
    </div>
  );
}
