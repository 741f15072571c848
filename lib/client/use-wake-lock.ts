"use client";

import "client-only";
import { useEffect } from "react";
import { keepAwake } from "./keep-awake";

/** Keeps the screen awake while `wanted`; where the browser cannot, or will not, nothing happens. */
export function useWakeLock(wanted: boolean): void {
  useEffect(() => {
    if (wanted && "wakeLock" in navigator) return keepAwake(document, navigator.wakeLock);
  }, [wanted]);
}
