"use client";

import "client-only";
import { useEffect, useSyncExternalStore } from "react";
import { SpeechPlayer } from "./playback/player";
import type { PlayerSnapshot } from "./room-state";

const SILENT: PlayerSnapshot = { audible: false, blocked: false, current: null };
/** Browsers differ in which of these counts as a person's act. */
const ACTS = ["pointerdown", "pointerup", "keydown", "click"] as const;

let shared: SpeechPlayer | null = null;

/** The page's one player: the browser's permission to sound survives moving between lobby and room. */
export function speechPlayer(): SpeechPlayer {
  shared ??= new SpeechPlayer();
  return shared;
}

/** The player and what it does now; opens sound on the first tap or key anywhere on the page. */
export function usePlayer(): { player: SpeechPlayer; snapshot: PlayerSnapshot } {
  const player = speechPlayer();
  const snapshot = useSyncExternalStore(player.subscribe, player.getSnapshot, () => SILENT);
  useEffect(() => {
    const unlock = () => player.unlock();
    for (const act of ACTS) document.addEventListener(act, unlock, { capture: true, passive: true });
    return () => {
      for (const act of ACTS) document.removeEventListener(act, unlock, { capture: true });
    };
  }, [player]);
  return { player, snapshot };
}
