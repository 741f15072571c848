"use client";

import "client-only";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import type { StoredSettings } from "@/lib/contract/user-settings";
import { userSettingsShape } from "@/lib/contract/user-settings-shape";
import { apiGet, apiPut } from "./api-client";
import { systemClock } from "./retry-delay";
import { speechPreferences } from "./use-speech-preferences";
import { UserSettingsSync } from "./user-settings";

const PATH = "/api/users/me/settings";
let shared: UserSettingsSync | null = null;

/** The browser's one keeper of the person's settings. */
export function userSettings(): UserSettingsSync {
  shared ??= new UserSettingsSync({
    speech: speechPreferences(),
    send: (changes) => apiPut(PATH, changes, { keepalive: true }),
    read: () => apiGet(PATH, { schema: userSettingsShape }),
    clock: systemClock,
  });
  return shared;
}

/** Keeps this page as the person set it, here or on another device; `stored` is what the server drew it with. */
export function useUserSettings(stored: StoredSettings): void {
  const router = useRouter();
  useEffect(() => userSettings().adopt(stored), [stored]);
  useEffect(() => {
    const end = userSettings().start();
    const leave = () => void userSettings().flush();
    const look = async () => {
      if (document.visibilityState === "hidden") return leave();
      const { language, theme } = (await userSettings().refresh()) ?? {};
      const { lang, dataset } = document.documentElement;
      if ((language ?? lang) === lang && (theme ?? dataset.mood) === dataset.mood) return;
      if (theme) dataset.mood = theme;
      router.refresh();
    };
    document.addEventListener("visibilitychange", look);
    window.addEventListener("pagehide", leave);
    return () => {
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("pagehide", leave);
      end();
    };
  }, [router]);
}
