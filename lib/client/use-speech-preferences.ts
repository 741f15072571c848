"use client";

import "client-only";
import { useSyncExternalStore } from "react";
import { localStorageOrNull } from "./browser-storage";
import type { SpeechPreferences } from "./room-state";
import { DEFAULT_SPEECH_PREFERENCES, SpeechPreferencesStore } from "./speech-preferences";

let shared: SpeechPreferencesStore | null = null;

/** The browser's one store of speech preferences. */
export function speechPreferences(): SpeechPreferencesStore {
  shared ??= new SpeechPreferencesStore(localStorageOrNull());
  return shared;
}

/** The stored preferences (the defaults while the server renders) and what changes and keeps them. */
export function useSpeechPreferences(): [SpeechPreferences, (change: Partial<SpeechPreferences>) => void] {
  const store = speechPreferences();
  const preferences = useSyncExternalStore(store.subscribe, store.get, () => DEFAULT_SPEECH_PREFERENCES);
  return [preferences, changeSpeechPreferences];
}

function changeSpeechPreferences(change: Partial<SpeechPreferences>): void {
  speechPreferences().change(change);
}
