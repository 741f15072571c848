"use client";

import { useTranslations } from "use-intl";
import { LevelTrace } from "@/components/ui/level-trace";
import { Portrait } from "@/components/ui/portrait";
import type { PlayerSnapshot, RoomSnapshot, SpeechPreferences } from "@/lib/client/room-state";
import { Aura } from "./aura";
import type { RoomCharacter } from "./room-character";
import { stageCaption } from "./stage-caption";

interface StageProps {
  character: RoomCharacter;
  snapshot: RoomSnapshot;
  player: PlayerSnapshot;
  preferences: SpeechPreferences;
  embeddedVoice: boolean;
  readLevel: () => number;
}

/** The character under the light: portrait, aura, name, what is being said. Dark in both moods. */
export function Stage({ character, snapshot, player, preferences, embeddedVoice, readLevel }: StageProps) {
  const t = useTranslations("stage");
  const tRoom = useTranslations("room");
  const { audible } = player;
  const { phase, session } = snapshot;
  const doing = audible ? "speaking" : phase === "ready" && !preferences.tts_enabled ? "muted" : phase;
  return (
    <aside
      className="stage"
      data-mood="dark"
      data-testid="stage"
      data-speaking={audible}
      aria-label={tRoom("stage")}
      style={{ "--gel": character.stage.gel, "--cx": character.stage.cx, "--cy": character.stage.cy }}
    >
      <span className="pleat" />
      <span className="drape" />
      <span className="drape drape--right" />
      <div className="stage-picture">
        <Portrait
          src={character.image_url}
          alt={tRoom("portrait", { name: character.name })}
          gel={character.stage.gel}
          eager
        />
        <Aura audible={audible} readLevel={readLevel} />
      </div>
      <div className="plate">
        <h2 lang={session.language}>{character.name}</h2>
        <p className="job" lang={session.language}>
          {character.job}
        </p>
        <p className="caption" aria-hidden="true" lang={session.language}>
          {stageCaption(snapshot.lines, player.current)}
        </p>
        <p className="voice">
          <span className="dot" data-tone={audible ? "lit" : phase === "paused" ? "bad" : "idle"} />
          <span className="label">{t(doing)}</span>
          {audible && <LevelTrace readLevel={readLevel} sounding={audible} width={84} height={18} />}
          {embeddedVoice && preferences.tts_enabled && <span className="embedded">{t("embedded")}</span>}
        </p>
      </div>
    </aside>
  );
}
