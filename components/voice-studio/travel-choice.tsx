"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";

/** Whether the clips of a voice leave with the cards of who speaks with it: its owner's word. */
export function TravelChoice({
  mayTravel,
  isBusy,
  onChange,
}: {
  mayTravel: boolean;
  isBusy: boolean;
  onChange: (mayTravel: boolean) => void;
}) {
  const t = useTranslations("studio");
  const hint = useId();
  return (
    <section className="studio-panel" aria-labelledby={`${hint}-title`}>
      <h2 id={`${hint}-title`}>{t("inCards")}</h2>
      <p id={hint}>{t("mayTravelHint")}</p>
      <div className="lorebook-switches">
        <label>
          <input
            type="checkbox"
            aria-describedby={hint}
            checked={mayTravel}
            disabled={isBusy}
            onChange={(event) => onChange(event.target.checked)}
          />
          {t("mayTravel")}
        </label>
      </div>
    </section>
  );
}
