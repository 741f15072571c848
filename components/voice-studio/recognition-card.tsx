"use client";

import { useFormatter, useTranslations } from "use-intl";
import type { RecognitionEngine } from "@/lib/contract/engines";

/** What writes transcripts, as it is now. Where it is comes from the environment alone. */
export function RecognitionCard({ engine }: { engine: RecognitionEngine }) {
  const t = useTranslations("studio");
  const tEngines = useTranslations("engines");
  const format = useFormatter();
  const { state, reason, base_url: address, model, checked_at: checkedAt } = engine;
  const isWell = (state === "up" || state === "busy") && !reason;
  const tone = isWell ? "lit" : state === "down" ? "bad" : "idle";
  return (
    <article
      className="engine-card"
      data-testid="recognition"
      data-state={state}
      aria-label={t("recognition")}
    >
      <h3>
        <span className="dot" data-tone={tone} aria-hidden="true" />
        {t("recognition")}
      </h3>
      {state === "none" ? (
        <p>{t("recognitionNone")}</p>
      ) : (
        <>
          <p>{[tEngines(state), address, model].filter(Boolean).join(" · ")}</p>
          {reason && <p className="trouble">{reason}</p>}
          {checkedAt && (
            <p className="numeric">
              {t("recognitionChecked", {
                time: format.dateTime(new Date(checkedAt), { timeStyle: "medium" }),
              })}
            </p>
          )}
          <p>{t("recognitionDoes")}</p>
          <p className="field-state">{t("recognitionSet")}</p>
        </>
      )}
    </article>
  );
}
