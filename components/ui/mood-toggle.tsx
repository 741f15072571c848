"use client";

import { Contrast } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { userSettings } from "@/lib/client/use-user-settings";
import { IconButton } from "./icon-button";
import { writeChoice } from "./page-choice";

export type Mood = "dark" | "light";

/** The page itself says which mood it is in, whoever turned the lights. */
function watchMood(heed: () => void): () => void {
  const observer = new MutationObserver(heed);
  observer.observe(document.documentElement, { attributeFilter: ["data-mood"] });
  return () => observer.disconnect();
}
const currentMood = (): Mood => (document.documentElement.dataset.mood === "light" ? "light" : "dark");

/**
 * Turns the house lights up or down; remembered with the person's settings. Stages stay dark in both. `isNamed`: says in
 * words what it does.
 */
export function MoodToggle({ initial, isNamed = false }: { initial: Mood; isNamed?: boolean }) {
  const t = useTranslations("bar");
  const mood = useSyncExternalStore(watchMood, currentMood, () => initial);
  const other: Mood = mood === "dark" ? "light" : "dark";
  const turn = () => {
    document.documentElement.dataset.mood = other;
    writeChoice("mood", other);
    userSettings().change({ theme: other });
  };
  const icon = <Contrast className="icon" strokeWidth={1.7} aria-hidden="true" />;
  if (isNamed) {
    return (
      <button type="button" className="text-button" onClick={turn}>
        {icon}
        {t(other)}
      </button>
    );
  }
  return (
    <IconButton name={t(other)} onClick={turn}>
      {icon}
    </IconButton>
  );
}
