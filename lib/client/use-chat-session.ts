"use client";

import "client-only";
import { useEffect, useState, useSyncExternalStore } from "react";
import { ChatSession } from "./chat-session";
import { onceIdle } from "./once-idle";
import { useHealth } from "./queries";
import type { ClientSentences } from "./room-speech";
import type { RoomInitial, RoomSnapshot } from "./room-state";
import { speechPlayer } from "./use-player";
import { speechPreferences } from "./use-speech-preferences";

/**
 * The play of a room page, alive while the component is mounted (give it a `key` of the session's id).
 * Lines that wait for the voice engine are spoken when health says that it answers again.
 */
export function useChatSession(
  initial: RoomInitial,
  sentences: ClientSentences,
): { session: ChatSession; snapshot: RoomSnapshot } {
  const [session] = useState(
    () => new ChatSession(initial, { player: speechPlayer(), preferences: speechPreferences(), sentences }),
  );
  const snapshot = useSyncExternalStore(session.subscribe, session.getSnapshot, session.getSnapshot);
  useEffect(() => onceIdle(() => speechPlayer().prepare()), []);
  useEffect(() => {
    const end = session.start();
    const leave = () => session.leave();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
      end();
    };
  }, [session]);

  const { health } = useHealth();
  const isEmbedded = snapshot.session.engines.speech === "embedded";
  useEffect(() => {
    const isThere = health?.details.tts.some((engine) => !engine.embedded && engine.state !== "down");
    if (isThere || (health && isEmbedded)) session.speakPending();
  }, [health, isEmbedded, session]);
  return { session, snapshot };
}
