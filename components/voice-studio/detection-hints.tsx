"use client";

import { useTranslations } from "use-intl";
import type { EngineDetection } from "@/lib/contract/engines";

const HINTS = ["token_streaming", "revision", "voice_list", "voices"] as const;

/** What an engine tells of its revision. */
export function DetectionHints({ hints }: { hints: EngineDetection["hints"] }) {
  const t = useTranslations("studio");
  const told = HINTS.filter((hint) => hints[hint] !== undefined);
  if (told.length === 0) return null;
  return (
    <dl className="detection-hints">
      {told.map((hint) => {
        const value = hints[hint];
        return (
          <div key={hint} data-hint={hint}>
            <dt>{t(`hints.${hint}`)}</dt>
            <dd className="numeric">
              {typeof value === "boolean" ? (value ? t("hintYes") : t("hintNo")) : String(value)}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
