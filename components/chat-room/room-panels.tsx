"use client";

import dynamic from "next/dynamic";
import type { Session } from "@/lib/contract/session";
import type { RoomActions } from "./room-actions";
import type { RoomCharacter } from "./room-character";
import type { Desk, RoomPanel } from "./use-room-desk";

const MemorySheet = dynamic(() => import("./memory-sheet").then((module) => module.MemorySheet), {
  ssr: false,
});
const PromptSheet = dynamic(() => import("./prompt-sheet").then((module) => module.PromptSheet), {
  ssr: false,
});
const VoiceSheet = dynamic(() => import("./voice-sheet").then((module) => module.VoiceSheet), { ssr: false });
const RulesSheet = dynamic(() => import("./rules-sheet").then((module) => module.RulesSheet), { ssr: false });
const KeysSheet = dynamic(() => import("./keys-sheet").then((module) => module.KeysSheet), { ssr: false });

/** The page laid over the room; its code is fetched when it is asked for. */
export function RoomPanels({
  panel,
  session,
  character,
  sceneRole,
  actions,
  desk,
}: {
  panel: RoomPanel | null;
  session: Session;
  character: RoomCharacter;
  /** Who the person is where they name nobody. */
  sceneRole: string;
  actions: RoomActions;
  desk: Desk;
}) {
  if (panel?.kind === "memory") {
    return <MemorySheet session={session} pin={panel.pin} onClose={desk.closePanel} />;
  }
  if (panel?.kind === "prompt") {
    return <PromptSheet playId={session.id} line={panel.line} onClose={desk.closePanel} />;
  }
  if (panel?.kind === "voice") {
    return <VoiceSheet session={session} character={character} actions={actions} onClose={desk.closePanel} />;
  }
  if (panel?.kind === "rules") {
    return <RulesSheet session={session} role={sceneRole} actions={actions} onClose={desk.closePanel} />;
  }
  return panel && <KeysSheet onClose={desk.closePanel} />;
}
