"use client";

import { useEffect } from "react";
import type { Desk } from "./use-room-desk";

/** `?` anywhere but in a field lists the keys. */
export function useHelpKey(desk: Desk): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isWriting = event.target instanceof Element && event.target.closest("input, textarea, select");
      if (event.key !== "?" || isWriting || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      desk.open({ kind: "keys" });
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [desk]);
}
