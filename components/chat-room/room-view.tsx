"use client";

import { useTranslations } from "use-intl";
import type { EngineView } from "@/components/engine-status/engine-summary";
import type { Mood } from "@/components/ui/mood-toggle";
import type { PlayerSnapshot, RoomSnapshot, SpeechPreferences } from "@/lib/client/room-state";
import { Composer } from "./composer";
import { PassingStates } from "./passing-states";
import type { RoomActions } from "./room-actions";
import { RoomBar } from "./room-bar";
import type { RoomCharacter } from "./room-character";
import { roomConditions } from "./room-conditions";
import { Script } from "./script";
import { Stage } from "./stage";
import { StandingStates } from "./standing-states";

export interface RoomViewProps {
  character: RoomCharacter;
  snapshot: RoomSnapshot;
  player: PlayerSnapshot;
  engines: EngineView;
  preferences: SpeechPreferences;
  mood: Mood;
  /** 0 = a play has no end. */
  maxTurns: number;
  readLevel: () => number;
  actions: RoomActions;
}

/** The room as drawn from its snapshots: it keeps nothing of the play itself. */
export function RoomView(props: RoomViewProps) {
  const { character, snapshot, player, engines, preferences, mood, maxTurns, readLevel, actions } = props;
  const t = useTranslations("room");
  const conditions = roomConditions(snapshot.session.engines, engines, snapshot.problem);
  const role = character.scene.user_role || t("you");
  return (
    <div className="room">
      <RoomBar
        session={snapshot.session}
        maxTurns={maxTurns}
        engines={engines}
        preferences={preferences}
        mood={mood}
        actions={actions}
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
        <StandingStates
          conditions={conditions}
          newPlayHref={character.id ? `/play?character=${encodeURIComponent(character.id)}` : "/"}
          actions={actions}
        />
        <Script
          snapshot={snapshot}
          character={character}
          role={role}
          voiceAway={conditions.voiceAway}
          actions={actions}
        />
        <PassingStates snapshot={snapshot} player={player} offline={conditions.offline} actions={actions} />
        <Composer role={role} phase={snapshot.phase} audible={player.audible} actions={actions} />
      </main>
    </div>
  );
}
