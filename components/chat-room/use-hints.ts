"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { RoomActions } from "./room-actions";

/** What stands over the composer: nothing, lines on their way, lines to choose from, or why there are none. */
export type HintsState =
  | { kind: "closed" }
  | { kind: "running" }
  | { kind: "ready"; hints: string[] }
  | { kind: "failed"; message: string };

const CLOSED: HintsState = { kind: "closed" };

/** Lines the person could say next. Asking again, closing and leaving the room end what is under way. */
export function useHints(actions: RoomActions): { state: HintsState; ask: () => void; close: () => void } {
  const [state, setState] = useState<HintsState>(CLOSED);
  const asking = useRef<AbortController | null>(null);
  const close = useCallback(() => {
    asking.current?.abort();
    asking.current = null;
    setState(CLOSED);
  }, []);
  const ask = useCallback(() => {
    asking.current?.abort();
    const abort = new AbortController();
    asking.current = abort;
    setState({ kind: "running" });
    actions.askHints(abort.signal).then(
      (hints) => !abort.signal.aborted && setState({ kind: "ready", hints }),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setState({ kind: "failed", message: error instanceof Error ? error.message : "" });
      },
    );
  }, [actions]);
  useEffect(() => () => asking.current?.abort(), []);
  return { state, ask, close };
}
