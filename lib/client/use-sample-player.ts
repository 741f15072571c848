"use client";

import "client-only";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { type Sample, SamplePlayer, type SampleState } from "./sample-player";
import { usePlayer } from "./use-player";

const NOTHING = { id: null, state: "idle", message: "" } as const;

/**
 * Voice samples, one at a time. `toggle` belongs directly in the click handler. `stateOf` and `messageOf`
 * tell of one character; `readLevel` is how loud it is now, 0..1, for the page's own frame rate.
 */
export function useSamplePlayer(): {
  stateOf: (id: string) => SampleState;
  messageOf: (id: string) => string;
  toggle: (sample: Sample) => void;
  stop: () => void;
  readLevel: () => number;
} {
  const { player } = usePlayer();
  const [samples] = useState(() => new SamplePlayer(player));
  const snapshot = useSyncExternalStore(samples.subscribe, samples.getSnapshot, () => NOTHING);
  useEffect(() => samples.attach(), [samples]);
  return {
    stateOf: useCallback((id) => (snapshot.id === id ? snapshot.state : "idle"), [snapshot]),
    messageOf: useCallback((id) => (snapshot.id === id ? snapshot.message : ""), [snapshot]),
    toggle: useCallback((sample) => samples.toggle(sample), [samples]),
    stop: useCallback(() => samples.stop(), [samples]),
    readLevel: useCallback(() => player.level(), [player]),
  };
}
