"use client";

import "client-only";
import { useEffect, useSyncExternalStore } from "react";
import { SpeechPlayer } from "./playback/player";
import type { PlayerSnapshot } from "./room-state";

const SILENT: PlayerSnapshot = { audible: false, blocked: false, current: null };
/** Browsers differ in which of these counts as a person's act. */
const ACTS = ["pointerdown", "pointerup", "keydown", "click"] as const;
/** A key that only writes: opening sound takes longer than a letter may, and the key that sends does it as well. */
const isLetter = (event: Event): boolean =>
  event instanceof KeyboardEvent && (event.isComposing || [...event.key].length === 1);

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
    const unlock = (event: Event) => player.unlock({ mayWait: isLetter(event) });
    for (const act of ACTS) document.addEventListener(act, unlock, { capture: true, passive: true });
    return () => {
      for (const act of ACTS) document.removeEventListener(act, unlock, { capture: true });
    };
  }, [player]);
  return { player, snapshot };
}
