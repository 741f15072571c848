"use client";

import { BookMarked } from "lucide-react";
import { useTranslations } from "use-intl";
import type { SummaryView } from "@/lib/contract/memory";
import type { Desk } from "./use-room-desk";

/** In the bar, from the first folding on: older turns are summarised; a press shows how. */
export function MemoryBadge({ summary, desk }: { summary: SummaryView | undefined; desk: Desk }) {
  const t = useTranslations("memory");
  if (!summary || summary.text === "") return null;
  return (
    <button
      type="button"
      className="engine-status memory-badge"
      data-testid="memory-badge"
      aria-label={t("badgeHint")}
      title={t("badgeHint")}
      onClick={() => desk.open({ kind: "memory", pin: null })}
    >
      <BookMarked className="icon" strokeWidth={1.7} aria-hidden="true" />
      <span className="label">{t("badge")}</span>
    </button>
  );
}
