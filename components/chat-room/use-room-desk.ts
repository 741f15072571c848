"use client";

import { useEffect, useMemo, useState } from "react";
import type { RoomLine } from "@/lib/client/room-state";
import type { RoomActions } from "./room-actions";

/** The page laid over the room. */
export type RoomPanel =
  | { kind: "memory"; pin: { text: string; messageId: string | null } | null }
  | { kind: "prompt"; line: RoomLine }
  | { kind: "voice" }
  | { kind: "rules" }
  | { kind: "keys" };

/** What a person has in hand besides the play itself. */
export interface DeskState {
  panel: RoomPanel | null;
  /** The line whose menu is open, and where its button stands. */
  menu: { lineKey: string; button: HTMLElement } | null;
  /** The line being rewritten, as it was read. */
  editing: RoomLine | null;
  /** The line whose sound is drawn. */
  drawn: string | null;
  /** The drawn line sounds. */
  isDrawnSounding: boolean;
  /** What was just done, for a moment. */
  told: string | null;
}

export interface Desk {
  open(panel: RoomPanel): void;
  openMenu(lineKey: string, button: HTMLElement): void;
  closeMenu(): void;
  closePanel(): void;
  edit(lineKey: string): void;
  endEdit(): void;
  /** Draws the sound of a line; null = of none. */
  draw(lineKey: string | null): void;
  drawnSounds(is: boolean): void;
  tell(what: string): void;
}

const EMPTY: DeskState = {
  panel: null,
  menu: null,
  editing: null,
  drawn: null,
  isDrawnSounding: false,
  told: null,
};
const TOLD_MS = 2500;

/** Which panels, menus and editors of the room are open. `desk` stays the same object. */
export function useRoomDesk(actions: RoomActions): { state: DeskState; desk: Desk } {
  const [state, setState] = useState(EMPTY);
  const desk = useMemo<Desk>(() => {
    const change = (next: Partial<DeskState>) => setState((now) => ({ ...now, ...next }));
    return {
      open: (panel) => change({ panel, menu: null }),
      openMenu: (lineKey, button) => change({ menu: { lineKey, button } }),
      closeMenu: () => change({ menu: null }),
      closePanel: () => change({ panel: null }),
      edit: (lineKey) => {
        change({ menu: null });
        void actions.readLine(lineKey).then((editing) => change({ editing }));
      },
      endEdit: () => change({ editing: null }),
      draw: (drawn) => change({ drawn, menu: null, isDrawnSounding: false }),
      drawnSounds: (isDrawnSounding) => change({ isDrawnSounding }),
      tell: (told) => change({ told }),
    };
  }, [actions]);
  const { told } = state;
  useEffect(() => {
    if (told === null) return;
    const timer = setTimeout(() => setState((now) => ({ ...now, told: null })), TOLD_MS);
    return () => clearTimeout(timer);
  }, [told]);
  return { state, desk };
}
