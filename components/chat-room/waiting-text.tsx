"use client";

import { useTranslations } from "use-intl";
import type { RoomPhase } from "@/lib/client/room-state";

/** Stands where the first words will, in their size, so that nothing moves when they come. */
export function WaitingText({ phase }: { phase: RoomPhase }) {
  const t = useTranslations("stage");
  return (
    <p className="line-text line-waiting" aria-hidden="true">
      <span className="direction">{t(phase)}</span>
      <span className="caret" />
    </p>
  );
}
