"use client";

import { Contrast } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "./icon-button";
import { writeChoice } from "./page-choice";

export type Mood = "dark" | "light";

/** Turns the house lights up or down; remembered in the `mood` cookie. Stages stay dark in both. */
export function MoodToggle({ initial }: { initial: Mood }) {
  const t = useTranslations("bar");
  const [mood, setMood] = useState(initial);
  const other: Mood = mood === "dark" ? "light" : "dark";
  const turn = () => {
    document.documentElement.dataset.mood = other;
    writeChoice("mood", other);
    setMood(other);
  };
  return (
    <IconButton name={t(other)} onClick={turn}>
      <Contrast className="icon" strokeWidth={1.7} />
    </IconButton>
  );
}
