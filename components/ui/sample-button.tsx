"use client";

import { Play, Square } from "lucide-react";
import { useTranslations } from "use-intl";
import type { SampleState } from "@/lib/client/sample-player";

/** Speaks a character's sample line; pressed again while it loads or sounds, it stops. */
export function SampleButton({
  name,
  state,
  onPress,
  size = "small",
  testId,
}: {
  name: string;
  state: SampleState;
  onPress: () => void;
  size?: "small" | "large";
  testId?: string;
}) {
  const t = useTranslations("sample");
  const active = state === "loading" || state === "playing";
  const label = active ? t("stop", { name }) : t("play", { name });
  return (
    <button
      type="button"
      className={`play-button ${size === "small" ? "play-button--small" : "play-button--lit"}`}
      data-state={state}
      data-testid={testId}
      aria-label={label}
      title={label}
      onClick={onPress}
    >
      {active ? (
        <Square className="icon" data-shape="stop" strokeWidth={1.7} fill="currentColor" />
      ) : (
        <Play className="icon" strokeWidth={1.7} fill="currentColor" />
      )}
      <span className="visually-hidden" role="status">
        {state === "loading" ? t("loading", { name }) : ""}
      </span>
    </button>
  );
}
