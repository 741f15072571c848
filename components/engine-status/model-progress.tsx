"use client";

import { useLocale, useTranslations } from "use-intl";
import { byteText } from "@/components/ui/byte-text";
import type { ModelPull } from "@/lib/contract/models";

/** A download under way: how far it is, how fast, and a way to stop it. */
export function ModelProgress({ pull, onCancel }: { pull: ModelPull; onCancel: () => Promise<void> }) {
  const t = useTranslations("engines");
  const locale = useLocale();
  const { model, step, completed, total, rate } = pull;
  const isCounting = step === "downloading" && total > 0;
  const size = t("modelBytes", { done: byteText(completed, locale), total: byteText(total, locale) });
  return (
    <div className="model-progress" data-testid="model-progress">
      <p role="status">
        <b>{t("modelPulling", { model })}</b>
      </p>
      <progress
        aria-label={t("modelPulling", { model })}
        aria-valuetext={isCounting ? size : undefined}
        max={isCounting ? total : undefined}
        value={isCounting ? completed : undefined}
      />
      <div className="model-progress-end">
        <small className="numeric">
          {isCounting ? size : step === "finishing" ? t("modelFinishing") : t("modelStarting")}
          {isCounting && rate !== null && ` · ${byteText(rate, locale, { perSecond: true })}`}
        </small>
        <button type="button" className="button" onClick={() => void onCancel()}>
          {t("modelCancel")}
        </button>
      </div>
    </div>
  );
}
